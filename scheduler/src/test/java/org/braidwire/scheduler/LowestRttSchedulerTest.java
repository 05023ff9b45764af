package org.braidwire.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.scheduler.TestSubflow.subflow;

import org.junit.jupiter.api.Test;

class LowestRttSchedulerTest {
  private final Scheduler scheduler = new LowestRttScheduler();

  @Test
  void choosesTheFastestSubflow() {
    assertThat(select(subflow(1, 30), subflow(2, 10), subflow(3, 20))).isEqualTo(1);
  }

  @Test
  void overflowsToTheNextFastestWhenTheFastestIsFull() {
    assertThat(select(subflow(1, 10).asFull(), subflow(2, 30), subflow(3, 20)))
        .isEqualTo(2);
  }

  @Test
  void choosesNothingWhenEverySubflowIsFull() {
    assertThat(select(subflow(1, 10).asFull(), subflow(2, 20).asFull())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void choosesNothingWithoutSubflows() {
    assertThat(select()).isEqualTo(Scheduler.NONE);
  }

  @Test
  void neverChoosesAnUnusableSubflow() {
    assertThat(select(subflow(1, 10).asUnusable(), subflow(2, 20))).isEqualTo(1);
    assertThat(select(subflow(1, 10).asUnusable())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void ignoresEntriesBeyondTheCount() {
    final SubflowView[] subflows = {subflow(1, 30), subflow(2, 10)};
    assertThat(scheduler.select(subflows, 1, 1)).isZero();
  }

  @Test
  void putsAnUnmeasuredSubflowLast() {
    assertThat(select(subflow(1, 0), subflow(2, 10_000_000_000L))).isEqualTo(1);
    assertThat(select(subflow(1, 0), subflow(2, 10).asFull())).isZero();
  }

  @Test
  void prefersTheLowerIdAmongEquals() {
    assertThat(select(subflow(7, 10), subflow(2, 10), subflow(5, 10))).isEqualTo(1);
  }

  @Test
  void leavesAFastBackupAloneWhileARegularSubflowIsUsable() {
    assertThat(select(subflow(1, 1).asBackup(), subflow(2, 50))).isEqualTo(1);
  }

  @Test
  void waitsForAFullRegularSubflowRatherThanUsingABackup() {
    assertThat(select(subflow(1, 1).asBackup(), subflow(2, 50).asFull())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void usesTheFastestBackupWhenNoRegularSubflowIsUsable() {
    assertThat(select(
            subflow(1, 9).asUnusable(),
            subflow(2, 50).asBackup(),
            subflow(3, 20).asBackup()))
        .isEqualTo(2);
  }

  @Test
  void leavesAFastSuspectAloneWhileAnotherIsUsable() {
    assertThat(select(subflow(1, 1).asSuspect(), subflow(2, 50))).isEqualTo(1);
    assertThat(select(subflow(1, 1).asSuspect(), subflow(2, 50).asFull())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void prefersAHealthyBackupToASuspectRegularSubflow() {
    assertThat(select(subflow(1, 1).asSuspect(), subflow(2, 50).asBackup())).isEqualTo(1);
  }

  @Test
  void usesASuspectWhenNothingElseIsUsable() {
    assertThat(select(subflow(1, 5).asSuspect(), subflow(2, 1).asUnusable()))
        .isZero();
    assertThat(select(subflow(1, 5).asSuspect(), subflow(2, 1).asSuspect().asBackup()))
        .isZero();
  }

  @Test
  void reinjectsOnTheFastestOtherSubflow() {
    assertThat(reinject(1, subflow(1, 10), subflow(2, 30), subflow(3, 20))).isEqualTo(2);
  }

  @Test
  void neverReinjectsOnTheSubflowThatIsStuck() {
    assertThat(reinject(1, subflow(1, 10))).isEqualTo(Scheduler.NONE);
    assertThat(reinject(1, subflow(1, 10), subflow(2, 20).asFull())).isEqualTo(Scheduler.NONE);
    assertThat(reinject(1, subflow(1, 10), subflow(2, 20).asUnusable())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void reinjectsOnABackupOnlyWhenNoOtherRegularSubflowIsUsable() {
    assertThat(reinject(1, subflow(1, 10), subflow(2, 5).asBackup())).isEqualTo(1);
    assertThat(reinject(1, subflow(1, 10), subflow(2, 5).asBackup(), subflow(3, 90)))
        .isEqualTo(2);
  }

  private int select(final SubflowView... subflows) {
    return scheduler.select(subflows, subflows.length, 1);
  }

  private int reinject(final int avoidId, final SubflowView... subflows) {
    return scheduler.selectReinjection(subflows, subflows.length, avoidId);
  }
}
