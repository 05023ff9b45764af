package org.braidwire.stack.subflow;

/** Entries taken out of a dead subflow's queue, in order, linked by their own fields. Engine thread. */
public final class SegmentList {
  private SentSegment head;
  private SentSegment tail;

  public SentSegment head() {
    return head;
  }

  public boolean isEmpty() {
    return head == null;
  }

  public void append(final SentSegment segment) {
    segment.next = null;
    segment.previous = null;
    if (tail == null) {
      head = segment;
    } else {
      tail.next = segment;
    }
    tail = segment;
  }

  /** Takes the first entry out. */
  public SentSegment removeHead() {
    final SentSegment segment = head;
    head = segment.next;
    if (head == null) {
      tail = null;
    }
    segment.next = null;
    return segment;
  }
}
