package org.braidwire.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.braidwire.benchmarks.ends.EndPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loops of two cores do what their figures stand for; {@link CorePair#run} itself compares octets and counters. */
@Timeout(120)
class CorePairTest {
  private static final long RAMP_NS = 20_000_000L;
  private static final long MEASURE_NS = 100_000_000L;
  private static final int JOINS = 2 * CoreLoop.CONNECTIONS;

  @ParameterizedTest
  @EnumSource(
      value = Sharing.class,
      names = {"NOTHING", "LINKS"})
  void nothingIsForwardedWhereEveryJoinReachesItsOwner(final Sharing sharing) {
    try (EndPair threads = new EndPair();
        CorePair pair = new CorePair(sharing)) {
      final CorePair.Slice slice = pair.run(threads, RAMP_NS, MEASURE_NS);

      assertThat(slice.segmentsPerSecond()).isPositive();
      assertThat(slice.forwardedShare()).isZero();
      assertThat(pair.missed()).isZero();
      assertThat(pair.foreignJoins()).isZero();
      assertThat(pair.count("JOINS_ESTABLISHED")).isEqualTo(JOINS);
    }
  }

  @Test
  void everySecondJoinIsForwardedForItsWholeLife() {
    try (EndPair threads = new EndPair();
        CorePair pair = new CorePair(Sharing.LINKS_MISSED)) {
      pair.run(threads, RAMP_NS, MEASURE_NS); // joined subflows carry nothing at first

      final CorePair.Slice slice = pair.run(threads, RAMP_NS, MEASURE_NS);

      assertThat(pair.foreignJoins()).isEqualTo(JOINS / 2);
      // On a machine that is busy with something else the longer way may carry less than its half.
      assertThat(slice.forwardedShare())
          .as("octets of half of the connections")
          .isPositive()
          .isLessThan(0.5);
      assertThat(pair.count("FRAMES_FORWARDED")).isGreaterThanOrEqualTo(pair.missed());
      final Map<String, String> used = pair.used();
      assertThat(used).containsEntry("joins on the wrong engine", Integer.toString(JOINS / 2));
      assertThat(used).containsEntry("forwarded frames lost", "0").containsEntry("fall-backs", "0");
    }
  }
}
