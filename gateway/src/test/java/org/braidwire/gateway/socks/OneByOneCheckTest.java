package org.braidwire.gateway.socks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OneByOneCheckTest {
  private final AtomicInteger atOnce = new AtomicInteger();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  private boolean check(final String user, final byte[] password) {
    assertThat(atOnce.incrementAndGet()).isEqualTo(1);
    try {
      mayAnswer.await();
    } catch (final InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    atOnce.decrementAndGet();
    return user.equals("known") && password[0] == 1;
  }

  private static FutureTask<Boolean> ask(final UserCheck check, final String user) {
    final FutureTask<Boolean> asking = new FutureTask<>(() -> check.accepts(user, new byte[] {1}));
    Thread.startVirtualThread(asking);
    return asking;
  }

  @Test
  void answersOneAfterTheOtherAndRefusesACrowd() throws Exception {
    try (OneByOneCheck check = new OneByOneCheck(this::check)) {
      final FutureTask<Boolean> first = ask(check, "known");
      while (atOnce.get() == 0) {
        Thread.sleep(1);
      }
      final List<FutureTask<Boolean>> others = new ArrayList<>();
      for (int i = 0; i < OneByOneCheck.MOST_WAITING + 1; i++) {
        others.add(ask(check, "known"));
      }
      while (others.stream().noneMatch(FutureTask::isDone)) {
        Thread.sleep(1);
      }
      mayAnswer.countDown();
      assertThat(first.get()).isTrue();
      int refused = 0;
      for (final FutureTask<Boolean> other : others) {
        refused += other.get() ? 0 : 1;
      }
      assertThat(refused).isEqualTo(1);
      assertThat(ask(check, "unknown").get()).isFalse();
    }
  }
}
