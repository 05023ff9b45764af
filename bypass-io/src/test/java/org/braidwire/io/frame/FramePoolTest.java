package org.braidwire.io.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pools that share their memory. */
class FramePoolTest {
  private static final int PIECES = 2;

  private final List<FramePool> pools = FramePool.sharing(2, PIECES, FramePool.FRAME_BYTES);
  private final FramePool near = pools.getFirst();
  private final FramePool far = pools.getLast();

  @AfterEach
  void close() {
    pools.forEach(FramePool::close);
  }

  @Test
  void anExchangeLeavesBothWithAsManyPieces() {
    final long full = near.lease();
    final long empty = far.lease();

    far.handOver(empty);
    near.handOver(full);
    near.takeOver(empty);
    near.release(empty);
    far.takeOver(full + 100); // a piece is named by any octet in it

    assertThat(near.free()).isEqualTo(PIECES);
    assertThat(far.free()).isEqualTo(PIECES - 1);
    assertThat(near.lease()).as("the piece that came last is the hottest").isEqualTo(empty);
    far.release(full);
    assertThat(far.lease()).isEqualTo(full);
  }

  @Test
  void onlyASoleHolderGivesAPieceAway() {
    final long piece = near.lease();
    near.retain(piece);
    assertThatThrownBy(() -> near.handOver(piece)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aPieceThatWasGivenAwayIsNoLongerHeld() {
    final long piece = near.lease();
    near.handOver(piece);
    assertThatThrownBy(() -> near.retain(piece)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aPieceIsNotTakenTwice() {
    final long piece = near.lease();
    near.handOver(piece);
    far.takeOver(piece);
    assertThatThrownBy(() -> far.takeOver(piece)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theMemoryStaysUntilTheLastPoolIsClosed() {
    final long piece = far.lease();
    near.close();
    near.close();
    Memory.putLong(piece, 1);
    assertThat(Memory.getLong(piece)).isEqualTo(1);
    far.close();
    assertThatThrownBy(() -> Memory.getLong(piece)).isInstanceOf(AssertionError.class);
  }

  @Test
  void onlyPoolsThatWereMadeTogetherShare() {
    try (FramePool other = new FramePool(PIECES, FramePool.FRAME_BYTES)) {
      assertThat(near.sharesWith(far)).isTrue();
      assertThat(near.sharesWith(other)).isFalse();
    }
  }
}
