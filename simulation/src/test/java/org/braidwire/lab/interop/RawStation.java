package org.braidwire.lab.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A packet socket on an interface of link 1: sends any octets, and hears what the other side sends there. */
final class RawStation implements AutoCloseable {
  private static final int FRAMES = 4096;
  private static final long PATIENCE_NS = 3_000_000_000L;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
  private final RxBurst burst = new RxBurst();
  private final AfPacketPort port;

  private RawStation(final Laboratory laboratory, final LabSide side) throws Exception {
    port = NetNamespace.call(
        laboratory.namespace(side), () -> AfPacketPort.open(laboratory.device(side, 0), memory));
  }

  /** Beside the kernel. */
  static RawStation open(final Laboratory laboratory) throws Exception {
    return open(laboratory, LabSide.KERNEL);
  }

  static RawStation open(final Laboratory laboratory, final LabSide side) throws Exception {
    return new RawStation(laboratory, side);
  }

  long macAddress() {
    return port.macAddress();
  }

  void send(final byte[] frame) {
    final long address = memory.frames().lease();
    Memory.put(address, frame, 0, frame.length);
    if (!port.transmit(address, frame.length, 0, 0, Offload.NONE)) {
      memory.frames().release(address);
      throw new AssertionError("the device is full");
    }
    port.flush();
  }

  /** The first frame that {@code wanted} takes, within some seconds. */
  byte[] expect(final Predicate<byte[]> wanted) {
    final long deadlineNs = System.nanoTime() + PATIENCE_NS;
    while (System.nanoTime() - deadlineNs < 0) {
      final Optional<byte[]> found = heard().stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("no such frame came");
  }

  /** What has come since the last look. */
  List<byte[]> heard() {
    final List<byte[]> frames = new ArrayList<>();
    while (port.poll(burst) > 0) {
      for (int i = 0; i < burst.size(); i++) {
        final byte[] frame = new byte[burst.bytes(i)];
        Memory.get(burst.address(i), frame, 0, frame.length);
        memory.release(burst.address(i));
        frames.add(frame);
      }
    }
    return frames;
  }

  @Override
  public void close() {
    port.close();
    memory.close();
  }

  /** Whether {@code frame} is a TCP segment from port {@code from} to port {@code to}. */
  static boolean isTcp(final byte[] frame, final int from, final int to) {
    final ByteBuffer buffer = ByteBuffer.wrap(frame);
    return frame.length >= 54
        && buffer.getShort(12) == 0x0800
        && frame[23] == 6
        && Short.toUnsignedInt(buffer.getShort(34)) == from
        && Short.toUnsignedInt(buffer.getShort(36)) == to;
  }

  /** The options of a TCP segment in {@code frame}. */
  static byte[] tcpOptions(final byte[] frame) {
    return Arrays.copyOfRange(frame, 54, 34 + (frame[46] >> 4 & 15) * 4);
  }
}
