package org.braidwire.io;

import org.braidwire.testing.Jcstress;
import org.junit.jupiter.api.Test;

/** Every hand-over between threads of this module under jcstress. */
class StressTest {
  private static final int TESTS = 17;

  /** Those of three threads, which are left out where they cannot all run at once. */
  private static final int OF_THREE_THREADS = 1;

  @Test
  void holdsForEveryHandOverBetweenThreads() throws Exception {
    final boolean three = Runtime.getRuntime().availableProcessors() >= 3;
    Jcstress.run("org.braidwire.io.", three ? TESTS : TESTS - OF_THREE_THREADS);
  }
}
