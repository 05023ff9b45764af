package org.braidwire.stack.subflow;

/**
 * What one subflow has sent and not seen acknowledged, in sequence order, with the sums that recovery needs
 * (RFC 6675: pipe). Engine thread.
 */
public final class RetransmissionQueue {
  private final SentSegmentPool pool;
  private SentSegment head;
  private SentSegment tail;
  private int size;
  private long pipeBytes;
  private long sackedBytes;
  private int waitingLost;

  RetransmissionQueue(final SentSegmentPool pool) {
    this.pool = pool;
  }

  public SentSegment head() {
    return head;
  }

  SentSegment tail() {
    return tail;
  }

  public boolean isEmpty() {
    return head == null;
  }

  public int size() {
    return size;
  }

  /** Octets thought to be in the network. */
  public long pipeBytes() {
    return pipeBytes;
  }

  long sackedBytes() {
    return sackedBytes;
  }

  /** Whether some segment is held for lost and was not sent again yet. */
  boolean hasWaitingLost() {
    return waitingLost > 0;
  }

  void append(final SentSegment segment) {
    segment.next = null;
    segment.previous = tail;
    if (tail == null) {
      head = segment;
    } else {
      tail.next = segment;
    }
    tail = segment;
    size++;
    enterPipe(segment);
  }

  /** Takes the head out; the caller recycles it. */
  SentSegment removeHead() {
    final SentSegment segment = head;
    if (isWaitingLost(segment)) {
      waitingLost--;
    }
    leavePipe(segment);
    if (segment.sacked) {
      sackedBytes -= segment.seqLength();
    }
    head = segment.next;
    if (head == null) {
      tail = null;
    } else {
      head.previous = null;
    }
    segment.next = null;
    size--;
    return segment;
  }

  /** Takes the first entry of a dead subflow's queue; {@code null} when there is none. */
  public SentSegment takeUnacknowledged() {
    return head == null ? null : removeHead();
  }

  /** Gives every entry back. */
  void recycleAll() {
    while (head != null) {
      pool.recycle(removeHead());
    }
  }

  /** Drops {@code bytes} acknowledged octets from the head's front. */
  void trimHead(final int bytes) {
    final SentSegment segment = head;
    assert bytes > 0 && bytes < segment.seqLength();
    if (segment.inPipe) {
      pipeBytes -= bytes;
    }
    if (segment.sacked) {
      sackedBytes -= bytes;
    }
    final int fromPayload = segment.syn ? bytes - 1 : bytes;
    segment.syn = false;
    segment.seq += bytes;
    segment.trimPayload(fromPayload);
  }

  /**
   * Cuts an entry behind its first {@code bytes} octets of payload; both parts keep its state.
   *
   * @return the back part, or {@code null} when no entry is free, which leaves it whole
   */
  SentSegment split(final SentSegment segment, final int bytes) {
    final SentSegment back = pool.hasRoom() ? pool.takeSharing(segment.payloadAddress) : null;
    if (back == null) {
      return null;
    }
    segment.splitInto(back, bytes);
    back.previous = segment;
    back.next = segment.next;
    segment.next = back;
    if (back.next == null) {
      tail = back;
    } else {
      back.next.previous = back;
    }
    size++;
    waitingLost += isWaitingLost(back) ? 1 : 0;
    return back;
  }

  void markSacked(final SentSegment segment) {
    assert !segment.sacked;
    if (isWaitingLost(segment)) {
      waitingLost--;
    }
    leavePipe(segment);
    segment.sacked = true;
    sackedBytes += segment.seqLength();
  }

  /** Held for lost: out of the pipe until sent again. */
  void markLost(final SentSegment segment) {
    assert !segment.sacked;
    if (isWaitingLost(segment)) {
      return;
    }
    leavePipe(segment);
    segment.lost = true;
    waitingLost++;
  }

  /** A lost segment was sent again. */
  void markSentAgain(final SentSegment segment) {
    if (isWaitingLost(segment)) {
      waitingLost--;
    }
    enterPipe(segment);
  }

  /** Forgets selective acknowledgements: the peer may have reneged (RFC 2018 8). */
  void forgetSacks() {
    for (SentSegment segment = head; segment != null; segment = segment.next) {
      if (segment.sacked) {
        segment.sacked = false;
        segment.lost = false;
        enterPipe(segment);
      }
    }
    sackedBytes = 0;
  }

  private static boolean isWaitingLost(final SentSegment segment) {
    return segment.lost && !segment.inPipe && !segment.sacked;
  }

  private void enterPipe(final SentSegment segment) {
    if (!segment.inPipe) {
      segment.inPipe = true;
      pipeBytes += segment.seqLength();
    }
  }

  private void leavePipe(final SentSegment segment) {
    if (segment.inPipe) {
      segment.inPipe = false;
      pipeBytes -= segment.seqLength();
    }
  }
}
