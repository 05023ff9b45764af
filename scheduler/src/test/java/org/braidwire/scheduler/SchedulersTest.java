package org.braidwire.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchedulersTest {
  @Test
  void findsEachPolicyByItsName() {
    assertThat(Schedulers.byName("lowest-rtt")).isInstanceOf(LowestRttScheduler.class);
    assertThat(Schedulers.byName("active-backup")).isInstanceOf(ActiveBackupScheduler.class);
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    assertThatThrownBy(() -> Schedulers.byName("round-robin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no scheduler is called 'round-robin'; there are: active-backup, lowest-rtt");
  }
}
