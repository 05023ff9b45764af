package org.braidwire.stack.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.braidwire.io.frame.FramePool;
import org.braidwire.stack.api.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBufferTest {
  private static final long DSN = -100;
  private static final int PIECE_BYTES = 4 * MptcpConnection.MAX_CLAIM_BYTES;

  /** An IP packet's 16 bits of length, less the longest headers of IPv4 and TCP. */
  private static final int IP_PAYLOAD_BYTES = 0xffff - 120;

  private final FramePool chunks = new FramePool(16, FramePool.CHUNK_BYTES);
  private final SendBuffer buffer = new SendBuffer(chunks, 10 * MptcpConnection.MAX_CLAIM_BYTES);

  @AfterEach
  void nothingLeaks() {
    buffer.clear();
    assertThat(chunks.free()).isEqualTo(chunks.pieces());
    chunks.close();
  }

  @Test
  void fourClaimsMakeAPieceThatOneSuperSegmentCarries() {
    buffer.begin(DSN);
    int claims = 0;
    while (buffer.claim(MptcpConnection.MAX_CLAIM_BYTES) != FramePool.NONE) {
      buffer.commit(MptcpConnection.MAX_CLAIM_BYTES);
      claims++;
    }
    assertThat(claims).isEqualTo(10);
    expectPieces();
  }

  @Test
  void andSoDoOffers() {
    buffer.begin(DSN);
    assertThat(buffer.offer(MemorySegment.ofArray(new byte[1 << 20]), 0, 1 << 20))
        .isEqualTo(10 * MptcpConnection.MAX_CLAIM_BYTES);
    expectPieces();
  }

  private void expectPieces() {
    assertThat(PIECE_BYTES).isLessThanOrEqualTo(IP_PAYLOAD_BYTES);
    assertThat(buffer.contiguousBytes(DSN)).isEqualTo(PIECE_BYTES);
    assertThat(buffer.contiguousBytes(DSN + PIECE_BYTES)).isEqualTo(PIECE_BYTES);
    assertThat(buffer.contiguousBytes(DSN + 2 * PIECE_BYTES)).isEqualTo(PIECE_BYTES / 2);
    assertThat(buffer.contiguousBytes(DSN + 100)).isEqualTo(PIECE_BYTES - 100);
  }
}
