package org.braidwire.stack.engine;

import org.braidwire.stack.subflow.FourTuple;
import org.braidwire.stack.wire.InboundSegment;

/**
 * Four-tuple to the subflow, or to what is left of one in TIME-WAIT: open addressing, keyed with a secret so that a stranger cannot choose collisions.
 * Bounded; engine thread.
 */
public final class TupleTable {
  private final FourTuple[] slots;
  private final int mask;
  private final int limit;
  private final long secret;
  private int count;

  /** The subflow found last: segments come in bursts. */
  private FourTuple last;

  /**
   * @param limit most subflows held; the table is at most half full
   */
  public TupleTable(final int limit, final long secret) {
    this.limit = limit;
    this.secret = secret;
    slots = new FourTuple[Integer.highestOneBit(Math.max(2, limit) * 2 - 1) * 2];
    mask = slots.length - 1;
  }

  boolean isFull() {
    return count >= limit;
  }

  int count() {
    return count;
  }

  FourTuple find(final InboundSegment segment) {
    return find(
        segment.dstHigh(),
        segment.dstLow(),
        segment.dstPort(),
        segment.srcHigh(),
        segment.srcLow(),
        segment.srcPort());
  }

  /** The subflow with this name, or null. */
  public FourTuple find(
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    if (last != null && isNamed(last, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort)) {
      return last;
    }
    int index = hash(secret, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort) & mask;
    for (FourTuple subflow = slots[index]; subflow != null; subflow = slots[index]) {
      if (isNamed(subflow, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort)) {
        last = subflow;
        return subflow;
      }
      index = (index + 1) & mask;
    }
    return null;
  }

  private static boolean isNamed(
      final FourTuple subflow,
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    return subflow.remotePort() == remotePort
        && subflow.remoteLow() == remoteLow
        && subflow.localPort() == localPort
        && subflow.localLow() == localLow
        && subflow.remoteHigh() == remoteHigh
        && subflow.localHigh() == localHigh;
  }

  /** Takes in a subflow whose name is not there yet; the caller saw that there is room. */
  public void put(final FourTuple subflow) {
    int index = hash(subflow) & mask;
    while (slots[index] != null) {
      assert !subflow.equals(slots[index]) : "registered twice";
      index = (index + 1) & mask;
    }
    slots[index] = subflow;
    count++;
  }

  /** Takes the subflow out and closes the gap behind it (Knuth's algorithm R). */
  void remove(final FourTuple subflow) {
    last = null;
    int gap = hash(subflow) & mask;
    while (!subflow.equals(slots[gap])) {
      if (slots[gap] == null) {
        return;
      }
      gap = (gap + 1) & mask;
    }
    count--;
    slots[gap] = null;
    for (int i = (gap + 1) & mask; slots[i] != null; i = (i + 1) & mask) {
      final int home = hash(slots[i]) & mask;
      if (((i - home) & mask) >= ((i - gap) & mask)) {
        slots[gap] = slots[i];
        slots[i] = null;
        gap = i;
      }
    }
  }

  private int hash(final FourTuple s) {
    return hash(secret, s.localHigh(), s.localLow(), s.localPort(), s.remoteHigh(), s.remoteLow(), s.remotePort());
  }

  static int hash(
      final long secret,
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    long mixed = secret ^ remoteLow;
    mixed = (mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L + localLow;
    mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L + ((long) localPort << 16 | remotePort);
    mixed = (mixed ^ mixed >>> 32) * 0x94D049BB133111EBL + (localHigh ^ Long.rotateLeft(remoteHigh, 17));
    return (int) (mixed ^ mixed >>> 31);
  }
}
