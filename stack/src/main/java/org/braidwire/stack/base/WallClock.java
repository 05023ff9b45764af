package org.braidwire.stack.base;

import java.time.Instant;

/** The time of day, for the stamps of captures and for nothing that decides. Any thread; allocates. */
public final class WallClock {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private WallClock() {}

  /** Nanoseconds since 1970. */
  public static long nowNs() {
    final Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_SECOND + now.getNano();
  }
}
