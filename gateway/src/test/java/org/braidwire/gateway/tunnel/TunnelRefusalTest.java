package org.braidwire.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal by its reason, and that a stranger gets no octet. */
class TunnelRefusalTest {
  private final Samples signer = Samples.signer();
  private final ReplayGuard guard = new ReplayGuard(1, Samples.TIME_MS);
  private final ByteBuffer out = ByteBuffer.allocate(ExitHandshake.MAX_ANSWER_BYTES);

  @ParameterizedTest
  @CsvSource({
    "42580100, BAD_MAGIC",
    "47455420, BAD_MAGIC",
    "42570000, BAD_VERSION",
    "42570200, BAD_VERSION",
    "42570101, BAD_FLAGS",
    "42570180, BAD_FLAGS",
  })
  void strangersAreKnownByFourOctets(final String head, final TunnelRefusal refusal) {
    refuses(head + "aabb", refusal, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "01020305, 0010, UNKNOWN_KEY",
    "00000000, 0010, UNKNOWN_KEY",
    "01020304, 0000, BAD_LENGTH",
    "01020304, 0401, BAD_LENGTH",
    "01020304, ffff, BAD_LENGTH",
  })
  void strangersAreKnownByTheirHead(final String keyId, final String length, final TunnelRefusal refusal) {
    refuses("42570100" + keyId + "00".repeat(24) + length + "aabb", refusal, 34);
  }

  @Test
  void eachBitIsSigned() {
    final byte[] good = Samples.octets(Samples.NAME);
    for (int bit = 0; bit < good.length * 8; bit++) {
      final byte[] octets = good.clone();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
      assertThat(exit.feed(ByteBuffer.wrap(octets), Samples.TIME_MS))
          .as("bit %d", bit)
          .isNotEqualTo(TunnelStep.DONE);
      assertThat(exit.refusal() == TunnelRefusal.NONE || exit.refusal().isStranger())
          .as("bit %d", bit)
          .isTrue();
    }
    assertThat(guard.size()).as("a stranger leaves nothing behind").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, DONE, NONE",
    "30000, DONE, NONE",
    "-30000, DONE, NONE",
    "30001, REFUSED, OUTSIDE_TIME",
    "-30001, REFUSED, OUTSIDE_TIME",
    "-1700000000123, REFUSED, OUTSIDE_TIME",
  })
  void clocksMayDifferByTheWindow(final long laterMs, final TunnelStep step, final TunnelRefusal refusal) {
    final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
    assertThat(exit.feed(ByteBuffer.wrap(Samples.octets(Samples.V4)), Samples.TIME_MS + laterMs))
        .isEqualTo(step);
    assertThat(exit.refusal()).isEqualTo(refusal);
  }

  @Test
  void aRequestIsBelievedOnce() {
    final ExitHandshake first = new ExitHandshake(Samples.KEYS, guard);
    assertThat(first.feed(ByteBuffer.wrap(Samples.octets(Samples.V4)), Samples.TIME_MS))
        .isEqualTo(TunnelStep.DONE);
    refuses(Samples.V4 + "aabb", TunnelRefusal.REPLAYED, Samples.V4.length() / 2);
  }

  @Test
  void aFullGuardAndAnEmptyMemoryRefuse() {
    guard.admit(1, 1, Samples.TIME_MS, Samples.TIME_MS);
    refuses(Samples.V4, TunnelRefusal.REPLAY_GUARD_FULL, Samples.V4.length() / 2);
    final ExitHandshake young = new ExitHandshake(Samples.KEYS, new ReplayGuard(1, Samples.TIME_MS + 1));
    assertThat(young.feed(ByteBuffer.wrap(Samples.octets(Samples.V4)), Samples.TIME_MS + 1))
        .isEqualTo(TunnelStep.REFUSED);
    assertThat(young.refusal()).isEqualTo(TunnelRefusal.BEFORE_MEMORY);
  }

  @ParameterizedTest
  @CsvSource({
    "01, BAD_BODY",
    "01c633640700, BAD_BODY",
    "01c63364070050, BAD_BODY",
    "01c6336407005000, BAD_BODY",
    "01c6336407005002, BAD_BODY",
    "01c633640700500261, BAD_BODY",
    "01c63364070050000261, BAD_BODY",
    "01c633640700500000, BAD_BODY",
    "01c63364070050000001c000020900, BAD_BODY",
    "01c63364070050000001c0000209000100, BAD_BODY",
    "02c63364070050000001c00002090001, UNKNOWN_ADDRESS_TYPE",
    "01c63364070050000002c00002090001, UNKNOWN_ADDRESS_TYPE",
    "01c6336407005000000301610001, NAME_NOT_ALLOWED",
    "01c63364070000000001c00002090001, PORT_ZERO",
    "03000050000001c00002090001, BAD_NAME",
    "0301200050000001c00002090001, BAD_NAME",
    "01c6336407005001410001c00002090001, BAD_LABEL",
    "01c6336407005001ff0001c00002090001, BAD_LABEL",
    "01c6336407005000010701c00002090001, BAD_USER",
    "01c633640700500001ff01c00002090001, BAD_USER",
  })
  void whatAHolderOfTheKeyDoesWrongIsAnswered(final String body, final TunnelRefusal refusal) {
    final String request = signer.request(body);
    final ByteBuffer in = ByteBuffer.wrap(Samples.octets(request + "aabb"));
    final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
    assertThat(exit.feed(in, Samples.TIME_MS)).isEqualTo(TunnelStep.REFUSED);
    assertThat(exit.refusal()).isEqualTo(refusal);
    assertThat(refusal.isStranger()).isFalse();
    assertThat(in.remaining()).isEqualTo(2);
    exit.writeAnswer(refusal.outcome(), Endpoint.NONE, out);
    final String code = refusal == TunnelRefusal.UNKNOWN_ADDRESS_TYPE ? "08" : "01";
    final byte[] answer = HexFormat.of().parseHex("425701" + code + "01000000000000" + "00".repeat(32));
    signer.signAnswer(Samples.octets(request.substring(request.length() - 64)), answer, 11);
    assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(answer));
  }

  @Test
  void aLabelOfSixtyFiveIsTooLong() {
    final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
    final String body = "01c63364070050" + "41" + "61".repeat(65) + "00" + "01c00002090001";
    exit.feed(ByteBuffer.wrap(Samples.octets(signer.request(body))), Samples.TIME_MS);
    assertThat(exit.refusal()).isEqualTo(TunnelRefusal.BAD_LABEL);
  }

  @ParameterizedTest
  @CsvSource({
    "42580100, BAD_MAGIC, 4",
    "48545450, BAD_MAGIC, 4",
    "42570200, BAD_VERSION, 4",
    "4257010003, UNKNOWN_ADDRESS_TYPE, 5",
    "4257010000, UNKNOWN_ADDRESS_TYPE, 5",
  })
  void answersOfStrangersAreRefused(final String head, final TunnelRefusal refusal, final int taken) {
    refusesAnswer(head + "00".repeat(60), refusal, taken);
  }

  @Test
  void eachBitOfAnAnswerIsSigned() {
    final byte[] good = Samples.octets(Samples.NAME_ANSWER);
    for (int bit = 0; bit < good.length * 8; bit++) {
      final byte[] octets = good.clone();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      final EntryHandshake entry = entry(Samples.NAME_REQUEST);
      assertThat(entry.feed(ByteBuffer.wrap(octets))).as("bit %d", bit).isNotEqualTo(TunnelStep.DONE);
    }
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    final EntryHandshake entry = entry(Samples.V4_REQUEST);
    assertThat(entry.feed(ByteBuffer.wrap(Samples.octets(Samples.NAME_ANSWER))))
        .isEqualTo(TunnelStep.REFUSED);
    assertThat(entry.refusal()).isEqualTo(TunnelRefusal.BAD_MAC);
  }

  @Test
  void aCodeThatIsNoneIsRefused() {
    final byte[] answer = HexFormat.of().parseHex("4257010901000000000000" + "00".repeat(32));
    signer.signAnswer(Samples.octets(Samples.NAME_MAC), answer, 11);
    refusesAnswer(HexFormat.of().formatHex(answer), TunnelRefusal.BAD_CODE, answer.length);
  }

  private static EntryHandshake entry(final TunnelRequest request) {
    return new EntryHandshake(Samples.KEY, request, Samples.TIME_MS, Samples.NONCE);
  }

  private void refuses(final String hex, final TunnelRefusal refusal, final int taken) {
    final ByteBuffer in = ByteBuffer.wrap(Samples.octets(hex));
    final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
    assertThat(exit.feed(in, Samples.TIME_MS)).isEqualTo(TunnelStep.REFUSED);
    assertThat(exit.feed(in, Samples.TIME_MS)).isEqualTo(TunnelStep.REFUSED);
    assertThat(exit.refusal()).isEqualTo(refusal);
    assertThat(in.position()).isEqualTo(taken);
    assertThatThrownBy(exit::request).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> exit.writeAnswer(Outcome.GENERAL_FAILURE, Endpoint.NONE, out))
        .isInstanceOf(IllegalStateException.class);
    assertThat(out.position()).isZero();
  }

  private static void refusesAnswer(final String hex, final TunnelRefusal refusal, final int taken) {
    final ByteBuffer in = ByteBuffer.wrap(Samples.octets(hex));
    final EntryHandshake entry = entry(Samples.NAME_REQUEST);
    assertThat(entry.feed(in)).isEqualTo(TunnelStep.REFUSED);
    assertThat(entry.feed(in)).isEqualTo(TunnelStep.REFUSED);
    assertThat(entry.refusal()).isEqualTo(refusal);
    assertThat(in.position()).isEqualTo(taken);
    assertThatThrownBy(entry::answer).isInstanceOf(IllegalStateException.class);
  }
}
