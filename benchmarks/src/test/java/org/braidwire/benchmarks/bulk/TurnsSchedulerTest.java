package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.SubflowView;
import org.junit.jupiter.api.Test;

class TurnsSchedulerTest {
  private final Made first = new Made();
  private final Made second = new Made();
  private final SubflowView[] subflows = {first, second};
  private final TurnsScheduler scheduler = new TurnsScheduler();

  private int select() {
    return scheduler.select(subflows, subflows.length, 1000);
  }

  @Test
  void eachIsChosenInItsTurn() {
    assertThat(new int[] {select(), select(), select(), select()}).containsExactly(0, 1, 0, 1);
  }

  @Test
  void oneThatCannotGoOnIsWaitedForAfterAFewRuns() {
    second.sendable = 0;
    assertThat(select()).isZero();
    for (int run = 0; run < TurnsScheduler.MOST_IN_PLACE; run++) {
      assertThat(select()).isZero();
    }
    assertThat(select()).isEqualTo(Scheduler.NONE);
    second.sendable = 1000;
    assertThat(new int[] {select(), select(), select()}).containsExactly(1, 0, 1);
  }

  @Test
  void oneThatIsOutIsNotWaitedFor() {
    second.sendable = 0;
    second.usable = false;
    for (int run = 0; run < 3 * TurnsScheduler.MOST_IN_PLACE; run++) {
      assertThat(select()).isZero();
    }
  }

  private static final class Made implements SubflowView {
    private int sendable = 1000;
    private boolean usable = true;

    @Override
    public int id() {
      return 0;
    }

    @Override
    public boolean usable() {
      return usable;
    }

    @Override
    public boolean backup() {
      return false;
    }

    @Override
    public boolean suspect() {
      return false;
    }

    @Override
    public long srttNs() {
      return 0;
    }

    @Override
    public long rttVarNs() {
      return 0;
    }

    @Override
    public int sendableBytes() {
      return sendable;
    }

    @Override
    public long cwndBytes() {
      return 0;
    }

    @Override
    public long flightSizeBytes() {
      return 0;
    }

    @Override
    public long lastProgressNs() {
      return 0;
    }
  }
}
