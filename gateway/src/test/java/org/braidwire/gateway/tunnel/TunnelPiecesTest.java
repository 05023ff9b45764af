package org.braidwire.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the octets are cut, both ends come to the same, and leave what stands behind. */
class TunnelPiecesTest {
  private static final String BEHIND = "aabbcc";

  /** One end, fed until it has what it needs. */
  private interface End extends Function<ByteBuffer, TunnelStep> {}

  @ParameterizedTest
  @ValueSource(strings = {Samples.NAME, Samples.V6, Samples.V4})
  void requests(final String hex) {
    for (final int[] cuts : cuts(hex)) {
      final ExitHandshake exit = new ExitHandshake(Samples.KEYS, new ReplayGuard(1, 0));
      feed(piece -> exit.feed(piece, Samples.TIME_MS), hex, cuts);
      assertThat(exit.request()).isIn(Samples.NAME_REQUEST, Samples.V6_REQUEST, Samples.V4_REQUEST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Samples.NAME_ANSWER, Samples.V6_ANSWER})
  void answers(final String hex) {
    final TunnelRequest request = hex.equals(Samples.NAME_ANSWER) ? Samples.NAME_REQUEST : Samples.V6_REQUEST;
    for (final int[] cuts : cuts(hex)) {
      final EntryHandshake entry = new EntryHandshake(Samples.KEY, request, Samples.TIME_MS, Samples.NONCE);
      feed(entry::feed, hex, cuts);
      assertThat(entry.answer().bound().address()).isNotNull();
    }
  }

  /** In two pieces at each point, in three at each two points, and octet by octet. */
  private static Iterable<int[]> cuts(final String hex) {
    final int bytes = hex.length() / 2;
    return () -> Stream.concat(
            IntStream.rangeClosed(0, bytes)
                .boxed()
                .flatMap(first -> IntStream.rangeClosed(first, bytes)
                    .mapToObj(second -> new int[] {first, second})),
            Stream.<int[]>of(IntStream.range(1, bytes).toArray()))
        .iterator();
  }

  private static void feed(final End end, final String hex, final int[] cuts) {
    final byte[] octets = Samples.octets(hex + BEHIND);
    final int bytes = hex.length() / 2;
    int from = 0;
    for (final int cut : cuts) {
      final ByteBuffer piece = ByteBuffer.wrap(octets, from, cut - from);
      assertThat(end.apply(piece))
          .as("at %d", cut)
          .isEqualTo(cut < bytes ? TunnelStep.NEED_MORE : TunnelStep.DONE);
      assertThat(piece.hasRemaining()).as("at %d", cut).isFalse();
      from = cut;
    }
    final ByteBuffer rest = ByteBuffer.wrap(octets, from, octets.length - from);
    assertThat(end.apply(rest)).isEqualTo(TunnelStep.DONE);
    assertThat(rest.position()).isEqualTo(bytes);
  }
}
