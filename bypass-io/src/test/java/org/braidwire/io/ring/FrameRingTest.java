package org.braidwire.io.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameRingTest {
  @Test
  void givesBackEveryPartInOrderAcrossManyWraps() {
    final FrameRing ring = new FrameRing(4);
    long next = 1;
    long expected = 1;
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 3; i++, next++) {
        assertThat(ring.offer(next, (int) next, -next, Integer.MAX_VALUE - (int) next, ~next))
            .isTrue();
      }
      for (int i = 0; i < 3; i++, expected++) {
        assertThat(ring.peek()).isEqualTo(expected);
        assertThat(ring.peek()).as("a look takes nothing").isEqualTo(expected);
        assertThat(ring.headerBytes()).isEqualTo((int) expected);
        assertThat(ring.payloadAddress()).isEqualTo(-expected);
        assertThat(ring.payloadBytes()).isEqualTo(Integer.MAX_VALUE - (int) expected);
        assertThat(ring.offload()).isEqualTo(~expected);
        ring.take();
      }
    }
    assertThat(ring.peek()).isEqualTo(FrameRing.EMPTY);
  }

  @Test
  void refusesWhenFullAndTakesAgainAfterATake() {
    final FrameRing ring = new FrameRing(2);
    assertThat(offer(ring, -1)).isTrue();
    assertThat(offer(ring, 2)).isTrue();
    assertThat(offer(ring, 3)).isFalse();
    ring.take();
    assertThat(offer(ring, 3)).isTrue();
    ring.take();
    assertThat(ring.peek()).isEqualTo(3);
  }

  @Test
  void tellsItsRoomExactlyUpToTheLimitFromEveryPosition() {
    final FrameRing ring = new FrameRing(8);
    for (int start = 0; start < 8; start++) {
      for (int held = 0; held <= 8; held++) {
        for (int limit = 1; limit <= 8; limit++) {
          assertThat(ring.room(limit)).isEqualTo(Math.min(limit, 8 - held));
        }
        if (held < 8) {
          assertThat(offer(ring, held + 1)).isTrue();
        }
      }
      for (int i = 0; i < 8; i++) {
        ring.take();
      }
      assertThat(offer(ring, 1)).isTrue();
      ring.take();
    }
  }

  @Test
  void wantsAPowerOfTwo() {
    assertThatThrownBy(() -> new FrameRing(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FrameRing(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void carriesEveryFrameOnceWholeAndInOrderBetweenTwoThreads() throws InterruptedException {
    final int count = 1_000_000;
    final FrameRing ring = new FrameRing(64);
    final Thread producer = new Thread(() -> {
      int value = 1;
      while (value <= count) {
        for (int room = ring.room(32); room > 0 && value <= count; room--, value++) {
          if (!ring.offer(value, value, value, value, value)) {
            throw new AssertionError("refused although there was room");
          }
        }
        Thread.yield();
      }
    });
    producer.start();
    for (int expected = 1; expected <= count; expected++) {
      while (ring.peek() == FrameRing.EMPTY) {
        Thread.yield();
      }
      if (ring.peek() != expected
          || ring.headerBytes() != expected
          || ring.payloadAddress() != expected
          || ring.payloadBytes() != expected
          || ring.offload() != expected) {
        assertThat(ring.peek()).isEqualTo(expected);
        throw new AssertionError("frame " + expected + " is torn");
      }
      ring.take();
    }
    producer.join();
    assertThat(ring.peek()).isEqualTo(FrameRing.EMPTY);
  }

  private static boolean offer(final FrameRing ring, final long value) {
    return ring.offer(value, 0, 0, 0, 0);
  }
}
