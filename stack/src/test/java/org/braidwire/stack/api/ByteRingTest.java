package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ByteRingTest {
  private static final byte[] LETTERS = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'};

  private final ByteRing ring = new ByteRing(8);

  @Test
  void refusesACapacityThatIsNoPowerOfTwo() {
    assertThatThrownBy(() -> new ByteRing(12)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesWhatFitsAndNoMore() {
    assertThat(ring.write(LETTERS, 0, 10)).isEqualTo(8);
    assertThat(ring.writable()).isZero();
    assertThat(ring.write(LETTERS, 0, 1)).isZero();
    assertThat(ring.readable()).isEqualTo(8);
  }

  @Test
  void givesBackTheSameOctetsAcrossTheWrap() {
    final byte[] out = new byte[8];
    ring.write(LETTERS, 0, 5);
    ring.read(out, 0, 5);
    assertThat(ring.write(LETTERS, 2, 8)).isEqualTo(8);

    assertThat(ring.read(out, 0, 8)).isEqualTo(8);
    assertThat(out).containsExactly('c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
  }

  @Test
  void copiesFromASegmentAcrossTheWrap() {
    final byte[] out = new byte[8];
    ring.write(LETTERS, 0, 6);
    ring.consumed(6);
    assertThat(ring.write(MemorySegment.ofArray(LETTERS), 1, 7)).isEqualTo(7);

    assertThat(ring.read(out, 1, 7)).isEqualTo(7);
    assertThat(out).containsExactly(0, 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  }

  @Test
  void showsContiguousOctetsInPlaceUpToTheWrap() {
    ring.write(LETTERS, 0, 6);
    ring.consumed(6);
    ring.write(LETTERS, 0, 5);

    assertThat(ring.contiguous()).isEqualTo(2);
    assertThat(ring.memory().get(ValueLayout.JAVA_BYTE, ring.readIndex())).isEqualTo((byte) 'a');
    ring.consumed(2);
    assertThat(ring.contiguous()).isEqualTo(3);
    assertThat(ring.memory().get(ValueLayout.JAVA_BYTE, ring.readIndex())).isEqualTo((byte) 'c');
  }

  @Test
  void aClaimIsInOnePieceWhereverItBegins() {
    final ByteRing claimed = new ByteRing(8, 6);
    final byte[] out = new byte[8];
    for (int round = 0; round < 8; round++) {
      final int at = claimed.tryClaim(6);
      for (int i = 0; i < 6; i++) {
        claimed.memory().set(ValueLayout.JAVA_BYTE, at + i, LETTERS[i]);
      }
      assertThat(claimed.commit(5)).isTrue();
      assertThat(claimed.readable()).isEqualTo(5);
      assertThat(claimed.read(out, 0, 8)).isEqualTo(5);
      assertThat(out).startsWith('a', 'b', 'c', 'd', 'e');
    }
  }

  @Test
  void aClaimNeedsRoomAndLivesUntilTheNextClaimOrWrite() {
    final ByteRing claimed = new ByteRing(8, 6);
    claimed.write(LETTERS, 0, 3);
    assertThat(claimed.tryClaim(6)).isEqualTo(ByteRing.NO_ROOM);
    assertThat(claimed.commit(1)).isFalse();
    assertThat(claimed.tryClaim(5)).isEqualTo(3);
    assertThatThrownBy(() -> claimed.commit(6)).isInstanceOf(IllegalArgumentException.class);
    claimed.write(LETTERS, 0, 1);
    assertThat(claimed.commit(1)).isFalse();
    assertThat(claimed.readable()).isEqualTo(4);
  }

  @Test
  void fillsAndEmptiesBuffersAcrossTheWrap() {
    final ByteBuffer out = ByteBuffer.allocate(10);
    ring.write(LETTERS, 0, 6);
    ring.consumed(6);
    final ByteBuffer in = ByteBuffer.wrap(LETTERS);
    assertThat(ring.write(in)).isEqualTo(8);
    assertThat(in.position()).isEqualTo(8);
    assertThat(ring.write(in)).isZero();

    assertThat(ring.read(out.limit(3))).isEqualTo(3);
    assertThat(ring.read(out.limit(10))).isEqualTo(5);
    assertThat(out.array()).startsWith('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  }

  @Test
  void isDrainedOnlyWhenFinishedAndEmpty() {
    ring.write(LETTERS, 0, 1);
    ring.finish();
    assertThat(ring.isDrained()).isFalse();
    ring.consumed(1);
    assertThat(ring.isDrained()).isTrue();
    assertThat(new ByteRing(8).isDrained()).isFalse();
  }

  @Test
  @Timeout(60)
  void carriesAStreamBetweenTwoThreadsThatSleepWhenTheyCannotGoOn() throws Exception {
    final int total = 20_000_000;
    final ByteRing shared = new ByteRing(4096);
    final Waiter readers = new Waiter();
    final Waiter writers = new Waiter();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final Thread producer = Thread.ofPlatform().start(() -> {
      try {
        produce(shared, readers, writers, total);
      } catch (final Throwable thrown) {
        failure.set(thrown);
        shared.finish();
        readers.signal();
      }
    });

    final long read = consume(shared, readers, writers);

    producer.join();
    assertThat(failure.get()).isNull();
    assertThat(read).isEqualTo(total);
  }

  private static void produce(final ByteRing ring, final Waiter readers, final Waiter writers, final int total) {
    final Random sizes = new Random(1);
    final byte[] piece = new byte[5000];
    int sent = 0;
    while (sent < total) {
      final int length = Math.min(1 + sizes.nextInt(piece.length), total - sent);
      for (int i = 0; i < length; i++) {
        piece[i] = octet(sent + i);
      }
      int done = 0;
      while (done < length) {
        done += ring.write(piece, done, length - done);
        readers.signal();
        if (done < length) {
          writers.await(() -> ring.writable() > 0, Waiter.never());
        }
      }
      sent += length;
    }
    ring.finish();
    readers.signal();
  }

  private static long consume(final ByteRing ring, final Waiter readers, final Waiter writers) {
    final Random sizes = new Random(2);
    final byte[] piece = new byte[5000];
    long read = 0;
    while (!ring.isDrained()) {
      final int count = ring.read(piece, 0, 1 + sizes.nextInt(piece.length));
      for (int i = 0; i < count; i++) {
        if (piece[i] != octet(read + i)) {
          throw new AssertionError("wrong octet at " + (read + i));
        }
      }
      read += count;
      writers.signal();
      if (count == 0) {
        readers.await(() -> ring.readable() > 0 || ring.isDrained(), Waiter.never());
      }
    }
    return read;
  }

  private static byte octet(final long position) {
    return (byte) (position * 31 + (position >>> 8));
  }
}
