package org.braidwire.stack.subflow;

import org.braidwire.io.frame.PacketMemory;

/** The retransmission-queue entries of one engine: made at start, never more. Engine thread. */
public final class SentSegmentPool {
  private final PacketMemory memory;
  private SentSegment free;
  private int freeCount;

  public SentSegmentPool(final int entries, final PacketMemory memory) {
    this.memory = memory;
    for (int i = 0; i < entries; i++) {
      put(new SentSegment());
    }
  }

  /** A blank entry, or {@code null} when all are out. */
  SentSegment take() {
    final SentSegment segment = free;
    if (segment != null) {
      free = segment.next;
      freeCount--;
      segment.reset();
    }
    return segment;
  }

  /** A blank entry for octets at {@code address}, with a reference of its own to their chunk. */
  SentSegment takeSharing(final long address) {
    final SentSegment segment = take();
    if (segment != null) {
      memory.retain(address);
    }
    return segment;
  }

  /** Ends an entry: its payload's reference and itself go back. */
  public void recycle(final SentSegment segment) {
    if (segment.payloadAddress != 0) {
      memory.release(segment.payloadAddress);
      segment.payloadAddress = 0;
    }
    put(segment);
  }

  /** Whether a few entries are left: data is refused before control segments are. */
  public boolean hasRoom() {
    return freeCount > CONTROL_RESERVE;
  }

  private static final int CONTROL_RESERVE = 64;

  private void put(final SentSegment segment) {
    segment.next = free;
    segment.previous = null;
    free = segment;
    freeCount++;
  }

  public int free() {
    return freeCount;
  }
}
