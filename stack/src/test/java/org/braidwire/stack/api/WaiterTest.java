package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaiterTest {
  private final Waiter waiter = new Waiter();
  private final AtomicBoolean happened = new AtomicBoolean();
  private final AtomicBoolean result = new AtomicBoolean();

  @Test
  void wakesAVirtualThread() throws Exception {
    final Thread sleeper = Thread.ofVirtual().start(() -> result.set(waiter.await(happened::get, Waiter.never())));
    while (sleeper.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    happened.set(true);
    waiter.signal();
    sleeper.join();
    assertThat(result).isTrue();
  }

  @Test
  void givesUpAtTheDeadline() {
    assertThat(waiter.await(happened::get, System.nanoTime() + 1_000_000)).isFalse();
  }

  @Test
  void givesUpOnAnInterruptAndKeepsIt() {
    Thread.currentThread().interrupt();
    assertThat(waiter.await(happened::get, Waiter.never())).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
