package org.braidwire.gateway.socks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the octets are cut, the conversation ends the same, and what stands behind it is left. */
class SocksPiecesTest {
  @ParameterizedTest
  @CsvSource({
    "false, 050100 05010001c00002090050 aabbcc",
    "false, 0502ff00 0501000420010db800000000000000000000000101bb aa",
    "false, 05020200 050100030b6578616d706c652e6e6574ffff 05010001c00002090050",
    "true, 05020002 0103626f6206736563726574 0501000301780050 aabb",
    "true, 050102 010162017a 05020001c00002090050 aabb",
    "true, 050102 0100017a aabb",
    "true, 0503000103 aabb",
    "false, 050100 05010009 aabb",
  })
  void atEachPointOrEachTwo(final boolean users, final String hex) {
    final byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    final Dialogue.End whole = new Dialogue(users, true).play(octets, octets.length);
    assertThat(whole.step()).isNotEqualTo(SocksStep.NEED_MORE);
    assertThat(whole.taken()).isLessThan(octets.length);
    for (int first = 0; first <= octets.length; first++) {
      for (int second = first; second <= octets.length; second++) {
        assertThat(new Dialogue(users, true).play(octets, first, second, octets.length))
            .as("cut at %d and %d", first, second)
            .isEqualTo(whole);
      }
    }
    final int[] everywhere = IntStream.rangeClosed(1, octets.length).toArray();
    assertThat(new Dialogue(users, true).play(octets, everywhere)).isEqualTo(whole);
    for (int end = 0; end < whole.taken(); end++) {
      assertThat(new Dialogue(users, true).play(octets, end).step())
          .as("cut off at %d", end)
          .isEqualTo(SocksStep.NEED_MORE);
    }
  }
}
