package org.braidwire.gateway.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;
import org.braidwire.gateway.base.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SocksConversationTest {
  private static final String GREETING = "050100";
  private static final String GREETING_WITH_PASSWORDS = "05020002";
  private static final String PASSWORD = "0103626f6206736563726574"; // bob, secret
  private static final String REQUEST = "05010001c00002090050";
  private static final String NO_ADDRESS = "0001000000000000";

  private final ByteBuffer out = ByteBuffer.allocate(64);

  @Test
  void connectsToAnIpv4Address() {
    final Dialogue.End end = Dialogue.whole(false, false, GREETING + REQUEST);
    assertThat(end.step()).isEqualTo(SocksStep.DONE);
    assertThat(end.request()).isEqualTo(new ConnectRequest(new Endpoint(Address.ofV4(0xc0000209), 80), ""));
    assertThat(end.sent()).isEqualTo("0500");
    assertThat(end.refusal()).isEqualTo(SocksRefusal.NONE);
  }

  @Test
  void connectsToAnIpv6Address() {
    final Dialogue.End end =
        Dialogue.whole(false, false, GREETING + "0501000420010db800000000000000000000000101bb");
    assertThat(end.request().target()).isEqualTo(new Endpoint(new Address(0x2001_0db8_0000_0000L, 1), 443));
  }

  @Test
  void connectsToAName() {
    final Dialogue.End end = Dialogue.whole(false, false, GREETING + "050100030b6578616d706c652e6e6574ffff");
    assertThat(end.request().target()).isEqualTo(new NamedTarget("example.net", 65_535));
  }

  @Test
  void asksForAPasswordWhereUsersAreConfigured() {
    final byte[] octets = HexFormat.of().parseHex(GREETING_WITH_PASSWORDS + PASSWORD + REQUEST);
    final Dialogue dialogue = new Dialogue(true, true);
    final Dialogue.End end = dialogue.play(octets, octets.length);
    assertThat(dialogue.asked()).isEqualTo("bob/736563726574");
    assertThat(end.step()).isEqualTo(SocksStep.DONE);
    assertThat(end.sent()).isEqualTo("05020100");
    assertThat(end.request().user()).isEqualTo("bob");
  }

  @Test
  void takesTheLongestMessages() {
    final String greeting = "05ff" + "80".repeat(254) + "02";
    final String password = "01ff" + "61".repeat(255) + "ff" + "62".repeat(255);
    final String request = "05010003ff" + "63".repeat(255) + "0001";
    final String all = greeting + password + request;
    final Dialogue.End end = Dialogue.whole(true, true, all + "00".repeat(10_000));
    assertThat(end.step()).isEqualTo(SocksStep.DONE);
    assertThat(end.taken()).isEqualTo(all.length() / 2);
    assertThat(end.request()).isEqualTo(new ConnectRequest(new NamedTarget("c".repeat(255), 1), "a".repeat(255)));
  }

  @Test
  void leavesWhatStandsBehindTheRequest() {
    final byte[] octets = HexFormat.of().parseHex(GREETING + REQUEST + "474554202f");
    final ByteBuffer in = ByteBuffer.wrap(octets);
    final SocksConversation conversation = new SocksConversation(false);
    assertThat(conversation.feed(in, out)).isEqualTo(SocksStep.DONE);
    assertThat(in.remaining()).isEqualTo(5);
    assertThat(conversation.feed(in, out)).isEqualTo(SocksStep.DONE);
    assertThat(in.remaining()).isEqualTo(5);
    assertThat(out.position()).isEqualTo(2);
  }

  @Test
  void takesNothingWhileAPasswordIsVerified() {
    final ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(GREETING_WITH_PASSWORDS + PASSWORD + REQUEST));
    final SocksConversation conversation = new SocksConversation(true);
    assertThat(conversation.feed(in, out)).isEqualTo(SocksStep.VERIFY);
    assertThat(conversation.feed(in, out)).isEqualTo(SocksStep.VERIFY);
    assertThat(in.remaining()).isEqualTo(REQUEST.length() / 2);
    assertThatThrownBy(conversation::request).isInstanceOf(IllegalStateException.class);
    assertThat(conversation.verified(true, out)).isEqualTo(SocksStep.NEED_MORE);
    assertThatThrownBy(() -> conversation.verified(true, out)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(conversation::credentials).isInstanceOf(IllegalStateException.class);
    assertThat(conversation.feed(in, out)).isEqualTo(SocksStep.DONE);
  }

  @Test
  void wipedCredentialsHoldNoPassword() {
    final SocksConversation conversation = new SocksConversation(true);
    conversation.feed(ByteBuffer.wrap(HexFormat.of().parseHex(GREETING_WITH_PASSWORDS + PASSWORD)), out);
    final Credentials credentials = conversation.credentials();
    assertThat(credentials).hasToString("bob");
    credentials.wipe();
    assertThat(credentials.verifyBy(
            (user, password) -> HexFormat.of().formatHex(password).equals("000000000000")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "04010050c000020900, '', NOT_SOCKS5, 1",
    "474554202f, '', NOT_SOCKS5, 1",
    "0500, 05ff, NO_COMMON_METHOD, 2",
    "050102, 05ff, NO_COMMON_METHOD, 3",
    "0503010203, 05ff, NO_COMMON_METHOD, 5",
    "05010004, 0500, BAD_REQUEST_VERSION, 4",
    "05010001, 0500, BAD_REQUEST_VERSION, 4",
  })
  void refusesGreetings(final String octets, final String sent, final SocksRefusal refusal, final int taken) {
    final Dialogue.End end = Dialogue.whole(false, false, octets + "0000");
    assertThat(end).isEqualTo(new Dialogue.End(SocksStep.REFUSED, refusal, null, sent, taken));
  }

  @ParameterizedTest
  @CsvSource({
    "050100, 05ff, NO_COMMON_METHOD",
    "05010205, 0502, BAD_PASSWORD_VERSION",
    "05010200, 0502, BAD_PASSWORD_VERSION",
    "0501020100017a, 05020101, EMPTY_CREDENTIALS",
    "05010201017a00, 05020101, EMPTY_CREDENTIALS",
    "0501020101ff017a, 05020101, MALFORMED_USER",
    "05010201010a017a, 05020101, MALFORMED_USER",
    "0501020101c3017a, 05020101, MALFORMED_USER",
    "05010201017a017a, 05020101, WRONG_CREDENTIALS",
  })
  void refusesUsers(final String octets, final String sent, final SocksRefusal refusal) {
    final Dialogue.End end = Dialogue.whole(true, false, octets);
    assertThat(end).isEqualTo(new Dialogue.End(SocksStep.REFUSED, refusal, null, sent, octets.length() / 2));
  }

  @ParameterizedTest
  @CsvSource({
    "05020001c00002090050, 07, BIND_NOT_SUPPORTED",
    "05030001000000000000, 07, UDP_ASSOCIATE_NOT_SUPPORTED",
    "05000001c00002090050, 07, UNKNOWN_COMMAND",
    "05f00001c00002090050, 07, UNKNOWN_COMMAND",
    "05030002, 07, UDP_ASSOCIATE_NOT_SUPPORTED",
    "05010101c00002090050, 01, RESERVED_NOT_ZERO",
    "05010000, 08, UNKNOWN_ADDRESS_TYPE",
    "05010002, 08, UNKNOWN_ADDRESS_TYPE",
    "050100ff, 08, UNKNOWN_ADDRESS_TYPE",
    "05010003000050, 01, EMPTY_NAME",
    "0501000303612f620050, 01, BAD_NAME",
    "05010001c00002090000, 01, PORT_ZERO",
    "0501000301610000, 01, PORT_ZERO",
  })
  void answersRefusedRequests(final String request, final String code, final SocksRefusal refusal) {
    final Dialogue.End end = Dialogue.whole(false, false, GREETING + request);
    final String reply = "05" + code + "0001000000000000";
    assertThat(end)
        .isEqualTo(
            new Dialogue.End(SocksStep.REFUSED, refusal, null, "0500" + reply, 3 + request.length() / 2));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyReplyIsWrittenInFull(final Outcome outcome) {
    SocksReply.write(outcome, Endpoint.NONE, out);
    assertThat(sent()).isEqualTo("050" + outcome.code() + NO_ADDRESS);
  }

  @Test
  void repliesSayWhatTheConnectionIsBoundTo() {
    SocksReply.write(Outcome.CONNECTED, new Endpoint(Address.ofV4(0xcb007102), 40_000), out);
    assertThat(sent()).isEqualTo("05000001cb0071029c40");
    out.clear().limit(SocksReply.MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    SocksReply.write(Outcome.CONNECTED, new Endpoint(new Address(0x2001_0db8_0000_0000L, 2), 1), out);
    assertThat(sent()).isEqualTo("0500000420010db80000000000000000000000020001");
    assertThat(out.hasRemaining()).isFalse();
  }

  private String sent() {
    return HexFormat.of().formatHex(out.array(), 0, out.position());
  }
}
