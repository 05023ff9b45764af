package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PatternStreamTest {
  @Test
  void givesTheSameOctetsInAnyPieces() throws IOException {
    final byte[] whole = new PatternStream(1000).readAllBytes();
    final PatternStream pieces = new PatternStream(1000);
    final byte[] again = new byte[1000];
    for (int i = 0; i < 1000; ) {
      again[i] = (byte) pieces.read();
      i++;
      i += Math.max(0, pieces.read(again, i, Math.min(7, 1000 - i)));
    }
    assertThat(whole).hasSize(1000).isEqualTo(again);
    assertThat(pieces.read()).isEqualTo(-1);
  }

  @Test
  void givesDifferentOctetsInNeighbouringSegments() throws IOException {
    final byte[] all = new PatternStream(3 * 1448).readAllBytes();
    assertThat(Arrays.copyOfRange(all, 0, 1448)).isNotEqualTo(Arrays.copyOfRange(all, 1448, 2896));
  }
}
