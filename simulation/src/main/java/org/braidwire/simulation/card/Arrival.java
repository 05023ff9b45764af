package org.braidwire.simulation.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.port.Offload;
import org.braidwire.simulation.parse.WireFrame;

/** What waits in a receive ring as one: a frame, or neighbours that were merged. One thread. */
final class Arrival {
  /** Octets of a slot, and of a descriptor: what a posted frame holds. */
  private static final int SLOT_BYTES = FramePool.FRAME_BYTES;

  private final List<WireFrame> parts = new ArrayList<>();

  /** The host's frame it lies in, or {@link FramePool#NONE} while it lies in the ring. */
  long address = FramePool.NONE;

  /** How much of it the slot holds. */
  private int heldBytes;

  /** Whether it was told already that no memory could be had for it. */
  boolean blocked;

  Arrival(final WireFrame frame) {
    parts.add(frame);
    heldBytes = frame.length();
  }

  WireFrame first() {
    return parts.getFirst();
  }

  /** Whether {@code frame} belongs behind this one in a super-segment. */
  boolean isJoinedBy(final WireFrame frame) {
    return !isTruncated() && ReceiveOffload.mayBegin(first()) && ReceiveOffload.joins(parts, frame);
  }

  void join(final WireFrame frame) {
    parts.add(frame);
    heldBytes = bytes();
  }

  /** Only so many octets were written. */
  void truncate(final int bytes) {
    heldBytes = bytes;
  }

  boolean isTruncated() {
    return heldBytes < bytes();
  }

  boolean isMerged() {
    return parts.size() > 1;
  }

  private int bytes() {
    return ReceiveOffload.bytes(parts);
  }

  int heldBytes() {
    return heldBytes;
  }

  /** Places in the ring. */
  int slots() {
    return slotsFor(heldBytes);
  }

  /** Places in the ring when {@code frame} has joined. */
  int slotsWith(final WireFrame frame) {
    return slotsFor(heldBytes + frame.tcp().orElseThrow().payloadBytes());
  }

  private static int slotsFor(final int bytes) {
    return (bytes + SLOT_BYTES - 1) / SLOT_BYTES;
  }

  /** What the host finds in its memory, with its checksum as {@code checksum} says. */
  byte[] octets(final ReceivedChecksum checksum) {
    final byte[] whole = isMerged() ? ReceiveOffload.join(parts) : first().bytes();
    if (checksum != ReceivedChecksum.PARTIAL || first().tcp().isEmpty() || isTruncated()) {
      return whole;
    }
    final byte[] partial = isMerged() ? whole : Arrays.copyOf(whole, whole.length);
    SegmentFields.put16(partial, SegmentFields.CHECKSUM, SegmentFields.pseudoSum(partial));
    return partial;
  }

  /** What is said of it: a super-segment always comes with a checksum that was looked at before. */
  long offload(final ReceivedChecksum checksum) {
    if (isTruncated()) {
      return Offload.of(Offload.TRUNCATED, Offload.SEGMENT_NONE, 0, 0, 0);
    }
    if (first().tcp().isEmpty() || checksum == ReceivedChecksum.UNSEEN && !isMerged()) {
      return Offload.NONE; // not TCP, or damaged, or nothing is known
    }
    final int type = isMerged() ? Offload.SEGMENT_TCP_V4 : Offload.SEGMENT_NONE;
    final int segmentBytes = isMerged() ? first().tcp().orElseThrow().payloadBytes() : 0;
    return checksum == ReceivedChecksum.PARTIAL
        ? Offload.of(
            Offload.NEEDS_CHECKSUM, type, SegmentFields.TCP, SegmentFields.CHECKSUM_OFFSET, segmentBytes)
        : Offload.of(Offload.CHECKSUM_VALID, type, 0, 0, segmentBytes);
  }
}
