package org.braidwire.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.scheduler.TestSubflow.subflow;

import org.junit.jupiter.api.Test;

class ActiveBackupSchedulerTest {
  private final Scheduler scheduler = new ActiveBackupScheduler();

  @Test
  void choosesTheRegularSubflowWithTheLowestIdHoweverSlow() {
    assertThat(select(subflow(3, 1), subflow(1, 90), subflow(2, 5))).isEqualTo(1);
  }

  @Test
  void waitsForAFullPrimary() {
    assertThat(select(subflow(1, 90).asFull(), subflow(2, 5))).isEqualTo(Scheduler.NONE);
  }

  @Test
  void movesToTheNextRegularSubflowWhenThePrimaryIsNotUsable() {
    assertThat(select(subflow(1, 9).asUnusable(), subflow(2, 5).asBackup(), subflow(3, 5)))
        .isEqualTo(2);
  }

  @Test
  void movesToTheNextRegularSubflowWhenThePrimaryIsSuspect() {
    assertThat(select(subflow(1, 9).asSuspect(), subflow(2, 5).asBackup(), subflow(3, 5)))
        .isEqualTo(2);
  }

  @Test
  void leavesBackupsAloneWhileARegularSubflowIsHealthy() {
    assertThat(select(subflow(1, 1).asBackup(), subflow(2, 90))).isEqualTo(1);
    assertThat(select(subflow(1, 1).asBackup(), subflow(2, 90).asFull())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void usesABackupWhenNoRegularSubflowIsUsableAndUnsuspected() {
    assertThat(select(
            subflow(1, 1).asUnusable(),
            subflow(3, 1).asBackup(),
            subflow(2, 9).asBackup()))
        .isEqualTo(2);
    assertThat(select(subflow(1, 1).asSuspect(), subflow(2, 9).asBackup())).isEqualTo(1);
  }

  @Test
  void usesASuspectWhenNothingElseIsUsable() {
    assertThat(select(subflow(1, 1).asSuspect(), subflow(2, 9).asBackup().asUnusable()))
        .isZero();
  }

  @Test
  void choosesNothingWithoutAUsableSubflow() {
    assertThat(select()).isEqualTo(Scheduler.NONE);
    assertThat(select(subflow(1, 1).asUnusable())).isEqualTo(Scheduler.NONE);
  }

  @Test
  void reinjectsOnTheNextSubflowInLine() {
    assertThat(reinject(1, subflow(1, 1), subflow(2, 1).asBackup(), subflow(3, 9)))
        .isEqualTo(2);
    assertThat(reinject(1, subflow(1, 1), subflow(2, 1).asBackup())).isEqualTo(1);
    assertThat(reinject(2, subflow(1, 1), subflow(2, 1).asBackup())).isZero();
  }

  @Test
  void neverReinjectsOnTheSubflowThatIsStuck() {
    assertThat(reinject(1, subflow(1, 1))).isEqualTo(Scheduler.NONE);
    assertThat(reinject(1, subflow(1, 1), subflow(2, 1).asFull())).isEqualTo(Scheduler.NONE);
  }

  private int select(final SubflowView... subflows) {
    return scheduler.select(subflows, subflows.length, 1);
  }

  private int reinject(final int avoidId, final SubflowView... subflows) {
    return scheduler.selectReinjection(subflows, subflows.length, avoidId);
  }
}
