package org.braidwire.io;

import org.braidwire.testing.Jcstress;
import org.junit.jupiter.api.Test;

/** Every hand-over between threads of this module under jcstress. */
class StressTest {
  private static final int TESTS = 10;

  @Test
  void holdsForEveryHandOverBetweenThreads() throws Exception {
    Jcstress.run("org.braidwire.io.", TESTS);
  }
}
