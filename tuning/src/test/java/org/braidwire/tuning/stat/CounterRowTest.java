package org.braidwire.tuning.stat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.stack.base.PublishedKind;
import org.junit.jupiter.api.Test;

class CounterRowTest {
  @Test
  void ratesGoByThePublishersTime() {
    final var before = List.of(sample(1_000_000_000L, frames(100)));
    final var now = List.of(sample(1_500_000_000L, frames(150)));

    assertThat(CounterRow.between(before, now))
        .containsExactly(new CounterRow(1, "port", "eth1", "RX_FRAMES", 150, 100.0));
  }

  @Test
  void nothingPublishedIsARateOfZero() {
    final var same = List.of(sample(1, frames(100)));
    assertThat(CounterRow.between(same, same).getFirst().perSecond()).isZero();
  }

  @Test
  void gaugesAndNewcomersHaveNoRate() {
    final var gauge = new CounterValue(1, PublishedKind.ENGINE_GAUGE, "", "CONNECTIONS_OPEN", 3);
    final var before = List.of(sample(1, gauge));
    final var now = List.of(sample(1_000_000_001L, gauge, frames(7)));

    assertThat(CounterRow.between(before, now))
        .extracting(CounterRow::perSecond)
        .containsExactly(null, null);
    assertThat(CounterRow.between(List.of(), now))
        .extracting(CounterRow::perSecond)
        .containsExactly(null, null);
  }

  @Test
  void theTableGroupsAndLeavesZerosOut() {
    final var rows = CounterRow.between(
        List.of(),
        List.of(sample(
            1,
            new CounterValue(1, PublishedKind.ENGINE_GAUGE, "", "CONNECTIONS_OPEN", 0),
            new CounterValue(1, PublishedKind.DROP, "", "IP_FRAGMENT", 0),
            frames(1234567),
            new CounterValue(1, PublishedKind.LISTENER, "5001", "CONNECTIONS_TAKEN", 2))));

    assertThat(StatTable.format(rows, false))
        .contains("engine 1\n  CONNECTIONS_OPEN", "engine 1, port eth1\n  RX_FRAMES", "1,234,567")
        .contains("engine 1, listening on 5001\n")
        .doesNotContain("IP_FRAGMENT", "/s");
    assertThat(StatTable.format(rows, true)).contains("engine 1, dropped\n  IP_FRAGMENT");
  }

  private static CounterValue frames(final long value) {
    return new CounterValue(1, PublishedKind.PORT, "eth1", "RX_FRAMES", value);
  }

  private static EngineSample sample(final long publishedNs, final CounterValue... values) {
    return new EngineSample(1, publishedNs, List.of(values));
  }
}
