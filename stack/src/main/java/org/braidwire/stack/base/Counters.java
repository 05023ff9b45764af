package org.braidwire.stack.base;

/** One engine's event counters. Written by the engine's thread; other readers may see them late. */
public final class Counters {
  private static final Counter[] ALL = Counter.values();

  private final long[] values = new long[ALL.length];

  public void increment(final Counter counter) {
    values[counter.ordinal()]++;
  }

  public void add(final Counter counter, final long amount) {
    values[counter.ordinal()] += amount;
  }

  public long get(final Counter counter) {
    return values[counter.ordinal()];
  }
}
