package org.braidwire.architecture.violations;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;

/** Each method reads a clock, but for one that is given it. */
public final class ReadsClock {
  long nanoseconds() {
    return System.nanoTime();
  }

  long milliseconds() {
    return System.currentTimeMillis();
  }

  LongSupplier reference() {
    return System::nanoTime;
  }

  long now() {
    return Instant.now().getEpochSecond();
  }

  Clock systemClock() {
    return Clock.systemUTC();
  }

  @SuppressWarnings("JavaUtilDate")
  long date() {
    return new Date().getTime();
  }

  long allowedParameter(final LongSupplier clock) {
    return clock.getAsLong();
  }
}
