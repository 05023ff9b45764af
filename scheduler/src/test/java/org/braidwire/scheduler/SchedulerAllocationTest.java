package org.braidwire.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.scheduler.TestSubflow.subflow;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerAllocationTest {
  private static final int QUESTIONS = 200_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(strings = {LowestRttScheduler.NAME, ActiveBackupScheduler.NAME})
  void answersWithoutAllocating(final String name) {
    final Scheduler scheduler = Schedulers.byName(name);
    final SubflowView[] subflows = {
      subflow(1, 30).asFull(), subflow(2, 10).asBackup(), subflow(3, 20).asSuspect(), subflow(4, 40)
    };
    final long warm = ask(scheduler, subflows);

    final long before = threads.getCurrentThreadAllocatedBytes();
    final long measured = ask(scheduler, subflows);
    final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(measured).isEqualTo(warm);
    // One object per question would be at least 16 octets each; the virtual machine's own few are forgiven.
    assertThat(allocatedBytes).isLessThan(QUESTIONS);
  }

  private static long ask(final Scheduler scheduler, final SubflowView[] subflows) {
    long sum = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      sum += scheduler.select(subflows, subflows.length, 1);
      sum += scheduler.selectReinjection(subflows, subflows.length, i & 3);
    }
    return sum;
  }
}
