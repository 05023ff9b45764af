package org.braidwire.stack.api;

import org.braidwire.testing.Jcstress;
import org.junit.jupiter.api.Test;

/** Every hand-over between threads of this module under jcstress. */
class StressTest {
  private static final int TESTS = 9;

  @Test
  void holdsForEveryHandOverBetweenThreads() throws Exception {
    Jcstress.run("org.braidwire.stack.", TESTS);
  }
}
