package org.braidwire.io.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LongRingTest {
  @Test
  void givesBackWhatWasOfferedInOrderAcrossManyWraps() {
    final LongRing ring = new LongRing(4);
    long next = 1;
    long expected = 1;
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(ring.offer(next++)).isTrue();
      }
      for (int i = 0; i < 3; i++) {
        assertThat(ring.poll()).isEqualTo(expected++);
      }
    }
    assertThat(ring.poll()).isEqualTo(LongRing.EMPTY);
  }

  @Test
  void refusesWhenFullAndTakesAgainAfterAPoll() {
    final LongRing ring = new LongRing(2);
    assertThat(ring.offer(-1)).isTrue();
    assertThat(ring.offer(Long.MIN_VALUE)).isTrue();
    assertThat(ring.offer(3)).isFalse();
    assertThat(ring.size()).isEqualTo(2);
    assertThat(ring.poll()).isEqualTo(-1);
    assertThat(ring.offer(3)).isTrue();
    assertThat(ring.poll()).isEqualTo(Long.MIN_VALUE);
    assertThat(ring.poll()).isEqualTo(3);
    assertThat(ring.size()).isZero();
  }

  @Test
  void holdsExactlyItsCapacityEvenOne() {
    final LongRing ring = new LongRing(1);
    assertThat(ring.offer(7)).isTrue();
    assertThat(ring.offer(8)).isFalse();
    assertThat(ring.poll()).isEqualTo(7);
    assertThat(ring.capacity()).isEqualTo(1);
  }

  @Test
  void wantsAPowerOfTwo() {
    assertThatThrownBy(() -> new LongRing(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LongRing(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void carriesEveryValueOnceAndInOrderBetweenTwoThreads() throws InterruptedException {
    final int count = 2_000_000;
    final LongRing ring = new LongRing(64);
    final Thread producer = new Thread(() -> {
      for (long value = 1; value <= count; value++) {
        while (!ring.offer(value)) {
          Thread.yield();
        }
      }
    });
    producer.start();
    for (long expected = 1; expected <= count; expected++) {
      long value = ring.poll();
      while (value == LongRing.EMPTY) {
        Thread.yield();
        value = ring.poll();
      }
      if (value != expected) {
        assertThat(value).isEqualTo(expected);
      }
    }
    producer.join();
    assertThat(ring.poll()).isEqualTo(LongRing.EMPTY);
  }
}
