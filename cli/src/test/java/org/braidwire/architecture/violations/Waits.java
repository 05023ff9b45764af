package org.braidwire.architecture.violations;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Each method waits for time or for another thread. */
public final class Waits {
  void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }

  void sleepsByUnit() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1);
  }

  void parks() {
    LockSupport.parkNanos(1);
  }

  void joins(final Thread other) throws InterruptedException {
    other.join();
  }

  void givesWay() {
    Thread.yield();
  }
}
