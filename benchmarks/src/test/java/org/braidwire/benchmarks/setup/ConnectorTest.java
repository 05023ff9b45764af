package org.braidwire.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectorTest {
  private static final long RUN_NS = 5_000_000L;
  private static final long PATIENCE_NS = 20_000_000L;
  private static final int OUTSTANDING = 3;

  @Test
  void soManyAreUnderWayAndEachIsSeenToItsEnd() {
    final Answering near = new Answering(Long.MAX_VALUE);
    final Connector connector = new Connector(near, OUTSTANDING, PATIENCE_NS);

    connector.first();
    final SetupRun run = connector.run(RUN_NS);

    assertThat(near.most).isEqualTo(OUTSTANDING);
    assertThat(near.slots).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(near.underWay).isEmpty();
    assertThat(near.closed()).isEqualTo(connector.begun());
    assertThat(run.connections()).isBetween(1L, connector.begun() - 1);
    assertThat(run.firstByte().getTotalCount()).isEqualTo(connector.begun() - 1);
    assertThat(run.takenNs()).isGreaterThanOrEqualTo(RUN_NS);
  }

  @Test
  void whoeverStopsAnsweringEndsTheRun() {
    final Connector connector = new Connector(new Answering(10), OUTSTANDING, PATIENCE_NS);

    assertThatThrownBy(() -> connector.run(Long.MAX_VALUE))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("10 were answered")
        .hasMessageContaining("for 20 ms");
  }

  @Test
  void lastConnectionsThatDoNotEndEndTheRun() {
    final Connector connector = new Connector(new Answering(0), OUTSTANDING, PATIENCE_NS);

    assertThatThrownBy(() -> connector.run(RUN_NS))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("of 3 connections 0 were answered");
  }

  /** Ends the oldest connection in each turn, up to a number of them. */
  private static final class Answering implements SetupNear {
    private final ArrayDeque<Integer> underWay = new ArrayDeque<>();
    private final Set<Integer> slots = new HashSet<>();
    private final long answers;
    private long closed;
    private int most;

    Answering(final long answers) {
      this.answers = answers;
    }

    @Override
    public void open() {}

    @Override
    public void begin(final int slot, final long number) {
      assertThat(underWay).doesNotContain(slot);
      underWay.add(slot);
      slots.add(slot);
      most = Math.max(most, underWay.size());
    }

    @Override
    public void turn(final SetupEvents events) {
      if (closed < answers && !underWay.isEmpty()) {
        final int slot = underWay.remove();
        closed++;
        events.firstByte(slot);
        events.ended(slot);
      }
    }

    @Override
    public long closed() {
      return closed;
    }

    @Override
    public Map<String, String> used() {
      return Map.of();
    }

    @Override
    public void close() {}
  }
}
