package org.braidwire.simulation.card;

import java.util.Arrays;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.simulation.parse.WireFrame;

/** A frame that a host gave its card: where it lies, what it was then, and what becomes of it on the wire. One thread. */
public final class Outgoing {
  private final long header;
  private final int headerBytes;
  private final long payload;
  private final int payloadBytes;
  private final byte[] asGiven;
  private final List<WireFrame> wireFrames;
  private boolean holdsPayload;
  private boolean told;
  private boolean finished;

  private Outgoing(
      final long header,
      final int headerBytes,
      final long payload,
      final int payloadBytes,
      final byte[] asGiven,
      final List<WireFrame> wireFrames) {
    this.header = header;
    this.headerBytes = headerBytes;
    this.payload = payload;
    this.payloadBytes = payloadBytes;
    this.asGiven = asGiven;
    this.wireFrames = wireFrames;
    holdsPayload = payloadBytes > 0;
  }

  /** Reads a frame as {@link org.braidwire.io.port.FramePort#transmit} is given it. */
  public static Outgoing read(
      final long header, final int headerBytes, final long payload, final int payloadBytes, final long offload) {
    final byte[] octets = octets(header, headerBytes, payload, payloadBytes);
    final List<WireFrame> frames = TransmitOffload.finish(octets.clone(), offload).stream()
        .map(WireFrame::new)
        .toList();
    return new Outgoing(header, headerBytes, payload, payloadBytes, octets, frames);
  }

  private static byte[] octets(final long header, final int headerBytes, final long payload, final int payloadBytes) {
    final byte[] octets = new byte[headerBytes + payloadBytes];
    Memory.get(header, octets, 0, headerBytes);
    if (payloadBytes > 0) {
      Memory.get(payload, octets, headerBytes, payloadBytes);
    }
    return octets;
  }

  int bytes() {
    return asGiven.length;
  }

  /** What goes on the wire, in order. */
  public List<WireFrame> wireFrames() {
    return wireFrames;
  }

  WireFrame first() {
    return wireFrames.getFirst();
  }

  boolean isRun() {
    return wireFrames.size() > 1;
  }

  boolean hasPayload() {
    return payloadBytes > 0;
  }

  long payload() {
    return payload;
  }

  /** Whether the host's memory still holds what it gave. */
  boolean isUnchanged() {
    return Arrays.equals(asGiven, octets(header, headerBytes, payload, payloadBytes));
  }

  /** Whether the card knows of it: a host tells once a batch. */
  boolean isTold() {
    return told;
  }

  void tell() {
    told = true;
  }

  /** Whether the card does not read it any more. */
  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
  }

  /** Gives the payload's reference back alone. */
  void releasePayload(final PortMemory memory) {
    if (holdsPayload) {
      holdsPayload = false;
      memory.release(payload);
    }
  }

  /** Gives both references back. */
  void release(final PortMemory memory) {
    memory.release(header);
    releasePayload(memory);
  }
}
