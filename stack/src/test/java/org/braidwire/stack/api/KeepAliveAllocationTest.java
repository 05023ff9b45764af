package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.testing.Warmth;
import org.junit.jupiter.api.Test;

/** Asking peers that rest, and answering theirs, allocates nothing. */
class KeepAliveAllocationTest {
  private static final int PORT = 5001;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");
  private static final long SECOND_NS = 1_000_000_000L;

  /** Of the virtual clock: as many questions on each subflow. */
  private static final long RESTED_NS = 20_000 * SECOND_NS;

  @Test
  void nothingIsAllocatedAQuestion() {
    final StackConfig config = StackConfig.defaults().withKeepAlive(KeepAlive.after(SECOND_NS));
    try (StackPair pair = new StackPair(2, config, config)) {
      pair.server.listen(PORT, () -> (connection, memory, offset, length) -> length);
      pair.client.connect(0, SERVER, PORT, (connection, memory, offset, length) -> length);
      Warmth.reach(() -> pair.run(() -> false, RESTED_NS));
      final long askedBefore = counters(pair).get("KEEP_ALIVES_SENT");
      assertThat(Warmth.leastAllocatedBytes(() -> pair.run(() -> false, RESTED_NS)))
          .isZero();
      assertThat(counters(pair).get("KEEP_ALIVES_SENT")).isGreaterThan(askedBefore + RESTED_NS / SECOND_NS);
      assertThat(counters(pair).get("PROBES_ANSWERED"))
          .isEqualTo(counters(pair).get("KEEP_ALIVES_SENT"));
    }
  }

  private static Map<String, Long> counters(final StackPair pair) {
    final Map<String, Long> sum = pair.client.counters();
    pair.server.counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
    return sum;
  }
}
