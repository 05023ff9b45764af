package org.braidwire.benchmarks.wire;

import java.util.Map;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.RxBurst;

/**
 * One end of a wire that carries raw frames: a port with pools of its own and nothing above it, which is the least that
 * any stack on that port costs. On the thread that opened it.
 */
public final class RawEnd implements AutoCloseable {
  /** Payload of a segment without options in a frame of 1,514 octets. */
  static final int SEGMENT_BYTES = 1460;

  private static final int FRAMES = 4096;
  private static final int CHUNKS = 16;

  /** Room in front of a frame for a device's own header. */
  private static final int HEADROOM_BYTES = 32;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final RawWire wire;
  private final int end;
  private final long payload = memory.chunks().lease();
  private final long template = memory.frames().lease();
  private final RxBurst burst = new RxBurst();
  private FramePort port;
  private int payloadBytes;
  private long offload;

  RawEnd(final RawWire wire, final int end) {
    this.wire = wire;
    this.end = end;
  }

  /** Opens the port. */
  void open() {
    port = wire.open(end, memory);
  }

  long macAddress() {
    return port.macAddress();
  }

  /** What the port says of itself. */
  String description() {
    return port.description();
  }

  boolean cutsSuperSegments() {
    return port.capabilities().gsoMaxBytes() > 0;
  }

  /** From now on frames with so much payload are sent to the station with {@code peerMac}. */
  void prepare(final long peerMac, final int bytes) {
    payloadBytes = bytes;
    offload = bytes > SEGMENT_BYTES ? RawFrames.cutInto(SEGMENT_BYTES) : Offload.NONE;
    RawFrames.write(
        template,
        peerMac,
        port.macAddress(),
        wire.addressV4(end),
        wire.addressV4(1 - end),
        bytes,
        offload != Offload.NONE);
  }

  /** Gives one frame to the device; false when it is full. Its payload is never looked at. */
  boolean send(final int number) {
    if (port.transmitRoom() == 0) {
      return false;
    }
    final long piece = memory.frames().lease();
    if (piece == FramePool.NONE) {
      return false;
    }
    final long frame = piece + HEADROOM_BYTES;
    Memory.copy(template, frame, RawFrames.HEADER_BYTES);
    RawFrames.number(frame, number);
    memory.retain(payload);
    if (port.transmit(frame, RawFrames.HEADER_BYTES, payload, payloadBytes, offload)) {
      return true;
    }
    memory.release(frame);
    memory.release(payload);
    return false;
  }

  /** As {@link #send}, but does not give up before the device has room. */
  void sendSurely(final int number) {
    while (!send(number)) {
      port.flush();
    }
  }

  void flush() {
    port.flush();
  }

  /** Takes what has arrived; how many frames, all of them for {@link #address} and {@link #release}. */
  int poll() {
    final int frames = port.poll(burst);
    port.flush(); // reclaims what the device has finished with
    return frames;
  }

  long address(final int index) {
    return burst.address(index);
  }

  int bytes(final int index) {
    return burst.bytes(index);
  }

  boolean isOurs(final int index) {
    return RawFrames.isOurs(burst.address(index), burst.bytes(index));
  }

  void release(final int index) {
    memory.release(burst.address(index));
  }

  /** Sends a frame that arrived back to where it came from, in the memory it lies in. */
  void sendBack(final int index) {
    final long frame = burst.address(index);
    RawFrames.turnRound(frame);
    while (!port.transmit(frame, burst.bytes(index), 0, 0, Offload.NONE)) {
      port.flush();
    }
    port.flush();
  }

  long count(final PortCounters.Kind kind) {
    return port.counters().get(kind);
  }

  /** What the port says of itself; fails if it truncated a frame. */
  public Map<String, String> used() {
    if (count(PortCounters.Kind.RX_TRUNCATED) != 0) {
      throw new BenchException(wire.name() + " truncated " + count(PortCounters.Kind.RX_TRUNCATED) + " frames");
    }
    return Map.of(
        "port",
        port.description(),
        "super-segments in",
        Long.toString(count(PortCounters.Kind.RX_SUPER_SEGMENTS)),
        "super-segments out",
        Long.toString(count(PortCounters.Kind.TX_SUPER_SEGMENTS)));
  }

  @Override
  public void close() {
    if (port != null) {
      port.close();
    }
    memory.close();
  }
}
