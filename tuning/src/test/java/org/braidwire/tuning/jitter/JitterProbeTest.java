package org.braidwire.tuning.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.io.linux.LinuxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JitterProbeTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TURN_NS = 1_000;
  private static final int PAUSE_NS = 50_000;
  private static final int PAUSE_EVERY = 125;

  private long nowNs = SECOND_NS;
  private long reads;

  /** A machine that takes 50 us from every 125th turn of 1 us, and 5 ms once a second. */
  private long interruptedClock() {
    reads++;
    final long before = nowNs;
    nowNs += reads % PAUSE_EVERY == 0 ? PAUSE_NS : TURN_NS;
    if (before / SECOND_NS != nowNs / SECOND_NS) {
      nowNs += 5_000_000;
    }
    return nowNs;
  }

  @Test
  void countsWhatWasTaken() {
    final JitterReport report = new JitterProbe(this::interruptedClock).measure(3, 4 * SECOND_NS);

    assertThat(report.core()).isEqualTo(3);
    assertThat(report.clockStepNs()).isEqualTo(TURN_NS);
    assertThat(report.elapsedNs()).isCloseTo(4 * SECOND_NS, within(5_100_000L));
    assertThat(report.p50Ns()).isEqualTo(TURN_NS);
    assertThat(report.p99Ns()).isEqualTo(TURN_NS);
    assertThat(report.p999Ns()).isCloseTo(PAUSE_NS, within(100L));
    assertThat(report.maxNs()).isCloseTo(5_000_000L + TURN_NS, within(60_000L));
    final JitterReport.Loss beyond10us = report.lost().get(1);
    assertThat(beyond10us.beyondNs()).isEqualTo(10_000);
    assertThat(beyond10us.share()).isCloseTo(50.0 / 174, within(0.01));
    final JitterReport.Loss beyond1ms = report.lost().getLast();
    assertThat(beyond1ms.pauses()).isBetween(3L, 5L);
    assertThat(report.buckets().stream()
            .mapToLong(JitterReport.Bucket::turns)
            .sum())
        .isEqualTo(report.turns());
  }

  @Test
  void showsAHistogramWithoutEmptyEnds() {
    final String table = JitterTable.format(new JitterProbe(this::interruptedClock).measure(3, SECOND_NS));

    assertThat(table)
        .contains("core 3, 1.0 s", "the clock moves by 1000 ns at least", "p99.9 50")
        .contains("longer than 100 us")
        .contains("1000 ns to 2000 ns");
    final var bars = table.lines().filter(line -> line.contains(" to ")).toList();
    assertThat(bars.getFirst()).endsWith("#".repeat(40));
    assertThat(bars.getLast()).endsWith("#");
  }

  @Test
  void saysTimesWithTheirUnits() {
    assertThat(JitterTable.time(25)).isEqualTo("25 ns");
    assertThat(JitterTable.time(9_999)).isEqualTo("9999 ns");
    assertThat(JitterTable.time(12_340)).isEqualTo("12.3 us");
    assertThat(JitterTable.time(1_000_000)).isEqualTo("1000 us");
    assertThat(JitterTable.time(20_000_000)).isEqualTo("20 ms");
    assertThat(JitterTable.time(12_000_000_000L)).isEqualTo("12 s");
  }

  @Test
  void measuresThisMachine() throws InterruptedException {
    final int core = CpuAffinity.get().length() - 1;

    final JitterReport report = JitterProbe.run(core, 20_000_000);

    assertThat(report.elapsedNs()).isGreaterThanOrEqualTo(20_000_000);
    assertThat(report.turns()).isPositive();
    assertThat(report.maxNs()).isGreaterThanOrEqualTo(report.p50Ns());
  }

  @Test
  void namesTheCoreThatIsNotThere() {
    assertThatThrownBy(() -> JitterProbe.run(1023, 20_000_000))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("1023");
  }
}
