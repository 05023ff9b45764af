package org.braidwire.gateway.socks;

import java.nio.ByteBuffer;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;

/** The last octets of the server before the application's: RFC 1928 section 6. Any thread. */
public final class SocksReply {
  /** The longest reply: one with an IPv6 address. */
  public static final int MAX_BYTES = 3 + 1 + Address.IPV6_BYTES + 2;

  private SocksReply() {}

  /**
   * Writes at most {@link #MAX_BYTES}. After any outcome but {@link Outcome#CONNECTED} the connection must be closed
   * within 10 s of the failure.
   *
   * @param bound what the connection to the target is bound to; {@link Endpoint#NONE} if it is none or not to be told
   */
  public static void write(final Outcome outcome, final Endpoint bound, final ByteBuffer out) {
    final ByteBuffer reply = ByteBuffer.allocate(MAX_BYTES); // big endian, whatever out is
    reply.put((byte) SocksConversation.VERSION).put((byte) outcome.code()).put((byte) 0);
    bound.writeTo(reply);
    out.put(reply.flip());
  }
}
