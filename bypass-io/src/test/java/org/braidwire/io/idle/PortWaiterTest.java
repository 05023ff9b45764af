package org.braidwire.io.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.ring.LongRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortWaiterTest {
  @Test
  void sleepsUntilItsDeadlineAndNoLonger() {
    final AtomicLong deadlineNs = new AtomicLong();
    try (PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.deadline(deadlineNs::get);
      waiter.idle(0); // loads what is needed, however long that takes
      deadlineNs.set(System.nanoTime() + 50_000_000);
      while (waiter.sleeps() == 0) {
        waiter.idle(0);
      }
      assertThat(System.nanoTime() - deadlineNs.get()).isBetween(0L, 5_000_000_000L);
      deadlineNs.set(0);
      for (int i = 0; i < 1000; i++) {
        waiter.idle(0);
      }
      assertThat(waiter.sleeps())
          .as("a deadline that has passed is no sleep")
          .isEqualTo(1);
    }
  }

  @Test
  void looksNowAndThenAtAPortThatCannotWakeIt() {
    try (PacketMemory memory = PacketMemory.allocate(1024, 1);
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      final var port = new MemoryWire("wire").open(0, memory, 1);
      waiter.watch(port);
      while (waiter.sleeps() < 3) {
        waiter.idle(0);
      }
      port.close();
    }
  }

  /** A lost ring is a sleep without end, for nothing else would wake the owner. */
  @Test
  void wakesForEveryRingWheneverItComes() throws InterruptedException {
    final int rounds = 20_000;
    final LongRing there = new LongRing(1);
    final LongRing back = new LongRing(1);
    try (PortWaiter owner = new PortWaiter(System::nanoTime);
        PortWaiter other = new PortWaiter(System::nanoTime)) {
      final Thread thread = new Thread(() -> {
        for (int i = 1; i <= rounds; i++) {
          await(there, owner, i);
          back.offer(i);
          other.ring();
        }
      });
      thread.start();
      for (int i = 1; i <= rounds; i++) {
        there.offer(i);
        owner.ring();
        await(back, other, i);
      }
      thread.join();
      assertThat(owner.sleeps() + other.sleeps()).as("it slept at times").isPositive();
    }
  }

  private static void await(final LongRing ring, final PortWaiter waiter, final long expected) {
    long value = ring.poll();
    while (value == LongRing.EMPTY) {
      waiter.idle(0);
      value = ring.poll();
    }
    waiter.idle(1);
    assertThat(value).isEqualTo(expected);
  }

  @Test
  void mayBeRungWhileItClosesAndAfterwards() throws InterruptedException {
    for (int round = 0; round < 500; round++) {
      final PortWaiter waiter = new PortWaiter(System::nanoTime);
      waiter.deadline(() -> System.nanoTime() + 200_000);
      final Thread ringer = new Thread(() -> {
        for (int i = 0; i < 200; i++) {
          waiter.ring();
        }
      });
      ringer.start();
      for (int i = 0; i < 105; i++) {
        waiter.idle(0);
      }
      waiter.close();
      ringer.join();
      waiter.ring();
      waiter.close();
    }
  }
}
