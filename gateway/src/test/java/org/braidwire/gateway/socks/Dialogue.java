package org.braidwire.gateway.socks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Plays a client that has said everything before it listens; its octets arrive in pieces. */
final class Dialogue {
  private static final int MAX_OUTPUT_BYTES = 64;

  /** Where it ended. */
  record End(SocksStep step, SocksRefusal refusal, ConnectRequest request, String sent, int taken) {}

  private final SocksConversation conversation;
  private final boolean acceptUser;
  private final ByteBuffer out = ByteBuffer.allocate(MAX_OUTPUT_BYTES);
  private String asked = "";
  private int taken;

  Dialogue(final boolean users, final boolean acceptUser) {
    conversation = new SocksConversation(users);
    this.acceptUser = acceptUser;
  }

  static End whole(final boolean users, final boolean acceptUser, final String hex) {
    final byte[] octets = HexFormat.of().parseHex(hex);
    return new Dialogue(users, acceptUser).play(octets, octets.length);
  }

  /** The pieces end at {@code cuts}, which do not fall; the last is where the octets end. */
  End play(final byte[] octets, final int... cuts) {
    int from = 0;
    for (final int cut : cuts) {
      final ByteBuffer piece = ByteBuffer.wrap(octets, from, cut - from);
      give(piece);
      taken += piece.position() - from;
      if (piece.hasRemaining()) {
        break;
      }
      from = cut;
    }
    return end();
  }

  private void give(final ByteBuffer piece) {
    SocksStep step = feed(piece);
    while (step == SocksStep.VERIFY) {
      final Credentials credentials = conversation.credentials();
      credentials.verifyBy((user, password) -> {
        asked = user + "/" + HexFormat.of().formatHex(password);
        return acceptUser;
      });
      credentials.wipe();
      conversation.verified(acceptUser, out);
      step = feed(piece);
    }
  }

  private SocksStep feed(final ByteBuffer piece) {
    final int before = out.position();
    final SocksStep step = conversation.feed(piece, out);
    if (out.position() - before > SocksConversation.MAX_OUTPUT_BYTES) {
      throw new AssertionError(out.position() - before + " octets sent at once");
    }
    if (step == SocksStep.NEED_MORE && piece.hasRemaining()) {
      throw new AssertionError("asks for more and leaves " + piece.remaining());
    }
    return step;
  }

  /** Who was asked for, with the password in hexadecimal. */
  String asked() {
    return asked;
  }

  private End end() {
    final SocksStep step = conversation.feed(ByteBuffer.allocate(0), out);
    final ConnectRequest request = step == SocksStep.DONE ? conversation.request() : null;
    final String sent = HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position()));
    return new End(step, conversation.refusal(), request, sent, taken);
  }
}
