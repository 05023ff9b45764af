package org.braidwire.stack.engine;

/**
 * Four-tuple to the number of an engine: open addressing over flat arrays, keyed with a secret as {@link TupleTable}
 * is. Bounded; engine thread.
 */
final class EngineOfTuple {
  /** Longs of a slot: both addresses, and ports with the engine's number, which is never 0 here. */
  private static final int SLOT_LONGS = 5;

  private static final int LOCAL_HIGH = 0;
  private static final int LOCAL_LOW = 1;
  private static final int REMOTE_HIGH = 2;
  private static final int REMOTE_LOW = 3;
  private static final int PORTS_AND_ENGINE = 4;

  private static final int ENGINE_SHIFT = 32;
  private static final long PORTS_MASK = (1L << ENGINE_SHIFT) - 1;

  private final long[] slots;
  private final int mask;
  private final int limit;
  private final long secret;
  private int count;

  /**
   * @param limit most tuples held, 0 for a table that refuses all; the table is at most half full
   */
  EngineOfTuple(final int limit, final long secret) {
    this.limit = limit;
    this.secret = secret;
    final int places = Integer.highestOneBit(Math.max(2, limit) * 2 - 1) * 2;
    mask = places - 1;
    slots = new long[places * SLOT_LONGS];
  }

  int count() {
    return count;
  }

  /** The engine's number, or {@link EngineSeat#NONE}. */
  int find(
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    final int at = place(localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort);
    return (int) (slots[at + PORTS_AND_ENGINE] >>> ENGINE_SHIFT) - 1;
  }

  /** Sets the engine of a tuple, known or new; false when there is no room for a new one. */
  boolean put(
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort,
      final int engine) {
    final int at = place(localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort);
    if (slots[at + PORTS_AND_ENGINE] == 0) {
      if (count == limit) {
        return false;
      }
      count++;
    }
    slots[at + LOCAL_HIGH] = localHigh;
    slots[at + LOCAL_LOW] = localLow;
    slots[at + REMOTE_HIGH] = remoteHigh;
    slots[at + REMOTE_LOW] = remoteLow;
    slots[at + PORTS_AND_ENGINE] = (engine + 1L) << ENGINE_SHIFT | ports(localPort, remotePort);
    return true;
  }

  /** Takes a tuple out and closes the gap behind it; its engine's number, or {@link EngineSeat#NONE}. */
  int remove(
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    int gap = place(localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort);
    final int engine = (int) (slots[gap + PORTS_AND_ENGINE] >>> ENGINE_SHIFT) - 1;
    if (engine == EngineSeat.NONE) {
      return engine;
    }
    count--;
    slots[gap + PORTS_AND_ENGINE] = 0;
    for (int at = next(gap); slots[at + PORTS_AND_ENGINE] != 0; at = next(at)) {
      final int home = home(at);
      if ((index(at) - home & mask) >= (index(at) - index(gap) & mask)) {
        System.arraycopy(slots, at, slots, gap, SLOT_LONGS);
        slots[at + PORTS_AND_ENGINE] = 0;
        gap = at;
      }
    }
    return engine;
  }

  /** Where the tuple lies, or the empty slot where it would. */
  private int place(
      final long localHigh,
      final long localLow,
      final int localPort,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    final long ports = ports(localPort, remotePort);
    int at = SLOT_LONGS
        * (TupleTable.hash(secret, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort) & mask);
    while (slots[at + PORTS_AND_ENGINE] != 0
        && ((slots[at + PORTS_AND_ENGINE] & PORTS_MASK) != ports
            || slots[at + REMOTE_LOW] != remoteLow
            || slots[at + LOCAL_LOW] != localLow
            || slots[at + REMOTE_HIGH] != remoteHigh
            || slots[at + LOCAL_HIGH] != localHigh)) {
      at = next(at);
    }
    return at;
  }

  private int home(final int at) {
    final long ports = slots[at + PORTS_AND_ENGINE] & PORTS_MASK;
    return TupleTable.hash(
            secret,
            slots[at + LOCAL_HIGH],
            slots[at + LOCAL_LOW],
            (int) (ports >>> 16),
            slots[at + REMOTE_HIGH],
            slots[at + REMOTE_LOW],
            (int) ports & 0xffff)
        & mask;
  }

  private int next(final int at) {
    return SLOT_LONGS * (index(at) + 1 & mask);
  }

  private static int index(final int at) {
    return at / SLOT_LONGS;
  }

  private static long ports(final int localPort, final int remotePort) {
    return (long) localPort << 16 | remotePort;
  }
}
