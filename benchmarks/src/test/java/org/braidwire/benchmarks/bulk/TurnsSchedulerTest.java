package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.SubflowView;
import org.junit.jupiter.api.Test;

class TurnsSchedulerTest {
  private final Made first = new Made(0);
  private final Made second = new Made(1);
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

  @Test
  void whatIsSentAgainTakesAnyOtherThatCan() {
    assertThat(scheduler.selectReinjection(subflows, 2, 0)).isEqualTo(1);
    assertThat(scheduler.selectReinjection(subflows, 2, 1)).isZero();
    second.sendable = 0;
    assertThat(scheduler.selectReinjection(subflows, 2, 0)).isEqualTo(Scheduler.NONE);
  }

  private static final class Made implements SubflowView {
    private final int id;
    private int sendable = 1000;
    private boolean usable = true;

    private Made(final int id) {
      this.id = id;
    }

    @Override
    public int id() {
      return id;
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
