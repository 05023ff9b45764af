package org.braidwire.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;
import org.braidwire.gateway.base.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Octet by octet what another program wrote and signed, and that both ends understand each other. */
class TunnelTest {
  private static final Endpoint BOUND_V4 = new Endpoint(Address.ofV4(0xcb007102), 40_000);
  private static final Endpoint BOUND_V6 = new Endpoint(new Address(0x2001_0db8_0000_0000L, 2), 0);

  private final ByteBuffer out = ByteBuffer.allocate(EntryHandshake.MAX_REQUEST_BYTES);

  @Test
  void requestsAreWrittenAsTheProtocolSays() {
    assertThat(written(Samples.NAME_REQUEST)).isEqualTo(Samples.NAME);
    assertThat(written(Samples.V6_REQUEST)).isEqualTo(Samples.V6);
    assertThat(written(Samples.V4_REQUEST)).isEqualTo(Samples.V4);
  }

  @Test
  void requestsAreRead() {
    assertThat(asked(Samples.NAME).request()).isEqualTo(Samples.NAME_REQUEST);
    assertThat(asked(Samples.V6).request()).isEqualTo(Samples.V6_REQUEST);
    assertThat(asked(Samples.V4).request()).isEqualTo(Samples.V4_REQUEST);
  }

  @Test
  void answersAreWrittenAsTheProtocolSays() {
    asked(Samples.NAME).writeAnswer(Outcome.CONNECTED, BOUND_V4, out.order(ByteOrder.LITTLE_ENDIAN));
    assertThat(out()).isEqualTo(Samples.NAME_ANSWER);
    asked(Samples.V6).writeAnswer(Outcome.CONNECTION_REFUSED, BOUND_V6, out);
    assertThat(out()).isEqualTo(Samples.V6_ANSWER);
  }

  @Test
  void answersAreRead() {
    final EntryHandshake name = entry(Samples.NAME_REQUEST);
    assertThat(name.feed(ByteBuffer.wrap(Samples.octets(Samples.NAME_ANSWER))))
        .isEqualTo(TunnelStep.DONE);
    assertThat(name.answer()).isEqualTo(new TunnelAnswer(Outcome.CONNECTED, BOUND_V4));
    final EntryHandshake v6 = entry(Samples.V6_REQUEST);
    assertThat(v6.feed(ByteBuffer.wrap(Samples.octets(Samples.V6_ANSWER)))).isEqualTo(TunnelStep.DONE);
    assertThat(v6.answer()).isEqualTo(new TunnelAnswer(Outcome.CONNECTION_REFUSED, BOUND_V6));
    assertThat(v6.refusal()).isEqualTo(TunnelRefusal.NONE);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyOutcomeGetsThrough(final Outcome outcome) {
    asked(Samples.NAME).writeAnswer(outcome, Endpoint.NONE, out);
    assertThat(out.get(3)).isEqualTo((byte) outcome.code());
    final EntryHandshake entry = entry(Samples.NAME_REQUEST);
    assertThat(entry.feed(out.flip())).isEqualTo(TunnelStep.DONE);
    assertThat(entry.answer()).isEqualTo(new TunnelAnswer(outcome, Endpoint.NONE));
  }

  @Test
  void whatStandsBehindIsLeft() {
    final ByteBuffer request = ByteBuffer.wrap(Samples.octets(Samples.NAME + "aabbcc"));
    final ExitHandshake exit = exit();
    assertThat(exit.feed(request, Samples.TIME_MS)).isEqualTo(TunnelStep.DONE);
    assertThat(exit.feed(request, Samples.TIME_MS)).isEqualTo(TunnelStep.DONE);
    assertThat(request.remaining()).isEqualTo(3);
    final ByteBuffer answer = ByteBuffer.wrap(Samples.octets(Samples.NAME_ANSWER + "aabb"));
    final EntryHandshake entry = entry(Samples.NAME_REQUEST);
    assertThat(entry.feed(answer)).isEqualTo(TunnelStep.DONE);
    assertThat(entry.feed(answer)).isEqualTo(TunnelStep.DONE);
    assertThat(answer.remaining()).isEqualTo(2);
  }

  @Test
  void theLongestRequestGetsThrough() {
    final TunnelRequest longest = new TunnelRequest(
        new NamedTarget("n".repeat(255), 65_535), "l".repeat(64), "ü".repeat(127) + "u", BOUND_V6);
    assertThat(asked(written(longest)).request()).isEqualTo(longest);
  }

  @Test
  void eitherOfTwoKeysIsAcceptedWhileTheyAreChanged() {
    final TunnelKey next = new TunnelKey(-1, new byte[64]);
    final TunnelKeys both = new TunnelKeys(List.of(Samples.KEY, next));
    for (final TunnelKey key : List.of(Samples.KEY, next)) {
      final EntryHandshake entry = new EntryHandshake(key, Samples.V4_REQUEST, Samples.TIME_MS, Samples.NONCE);
      final ExitHandshake exit = new ExitHandshake(both, new ReplayGuard(1, 0));
      entry.writeRequest(out.clear());
      assertThat(exit.feed(out.flip(), Samples.TIME_MS)).isEqualTo(TunnelStep.DONE);
      exit.writeAnswer(Outcome.CONNECTED, BOUND_V4, out.clear());
      assertThat(entry.feed(out.flip())).isEqualTo(TunnelStep.DONE);
    }
  }

  @Test
  void keysAreHeldToTheirBoundsAndKeptSecret() {
    assertThatThrownBy(() -> new TunnelKey(1, new byte[31])).hasMessageContaining("31");
    assertThatThrownBy(() -> new TunnelKey(1, new byte[65])).hasMessageContaining("65");
    assertThatThrownBy(() -> new TunnelKeys(List.of())).hasMessageContaining("0 keys");
    assertThatThrownBy(() -> new TunnelKeys(List.of(Samples.KEY, Samples.KEY)))
        .hasMessageContaining("two keys");
    assertThat(new TunnelKey(-1, new byte[32])).hasToString("key 4294967295");
  }

  @Test
  void requestsThatTheProtocolCannotCarryAreNotMade() {
    final NamedTarget target = new NamedTarget("example.net", 443);
    for (final String label : List.of("Web", "a b", "ü", "l".repeat(65))) {
      assertThatThrownBy(() -> new TunnelRequest(target, label, "", Samples.SOURCE))
          .hasMessageContaining("label");
    }
    for (final String user : List.of("a\nb", "\ud800", "ü".repeat(128))) {
      assertThatThrownBy(() -> new TunnelRequest(target, "", user, Samples.SOURCE))
          .hasMessageContaining("user");
    }
    assertThatThrownBy(() -> new TunnelRequest(Endpoint.NONE, "", "", Samples.SOURCE))
        .hasMessageContaining("port");
  }

  @Test
  void nothingIsToldBeforeItIsKnown() {
    assertThatThrownBy(() -> exit().request()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> exit().writeAnswer(Outcome.CONNECTED, BOUND_V4, out))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> entry(Samples.V4_REQUEST).answer()).isInstanceOf(IllegalStateException.class);
    assertThat(out.position()).isZero();
  }

  private static EntryHandshake entry(final TunnelRequest request) {
    return new EntryHandshake(Samples.KEY, request, Samples.TIME_MS, Samples.NONCE);
  }

  private static ExitHandshake exit() {
    return new ExitHandshake(Samples.KEYS, new ReplayGuard(1, 0));
  }

  private static ExitHandshake asked(final String hex) {
    final ExitHandshake exit = exit();
    assertThat(exit.feed(ByteBuffer.wrap(Samples.octets(hex)), Samples.TIME_MS))
        .isEqualTo(TunnelStep.DONE);
    return exit;
  }

  private String written(final TunnelRequest request) {
    entry(request).writeRequest(out);
    return out();
  }

  private String out() {
    final String hex = HexFormat.of().formatHex(out.array(), 0, out.position());
    out.clear();
    return hex;
  }
}
