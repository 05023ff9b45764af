package org.braidwire.gateway.socks;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.braidwire.gateway.base.AddressFault;
import org.braidwire.gateway.base.AddressReader;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.MessageBuffer;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.base.Utf8;

/**
 * The server's side of SOCKS5 up to the request: RFC 1928 CONNECT, with the passwords of RFC 1929 where users are
 * configured and without any authentication where they are not.
 *
 * <p>A pure state machine: octets are fed in pieces of any size, what is to be sent is written to a buffer. It takes
 * not an octet behind the request; what a client sent without waiting for the reply stays in the caller's buffer for
 * the relay. A message is judged when it is whole, so that a client that is refused has nothing on its way that would
 * reset the connection before it read why. It holds one message of at most 513 octets and knows no time: deadlines
 * are the caller's. One thread at a time.
 */
public final class SocksConversation {
  /** What one call writes at most: the choice of a method and a refusal of the request. */
  public static final int MAX_OUTPUT_BYTES = 2 + 10;

  static final int VERSION = ClientMessage.METHODS.version();
  private static final int PASSWORD_VERSION = ClientMessage.PASSWORD.version();

  // METHOD of RFC 1928 section 3.
  private static final int NO_AUTHENTICATION = 0x00;
  private static final int USER_AND_PASSWORD = 0x02;
  private static final int NO_ACCEPTABLE_METHOD = 0xff;

  // STATUS of RFC 1929 section 2: anything but 0 is a failure.
  private static final int ACCEPTED = 0;
  private static final int REJECTED = 1;

  // Of RFC 1928 section 4: the CMD that is supported, and where CMD and RSV stand.
  private static final int CONNECT = 1;
  private static final int COMMAND_AT = 1;
  private static final int RESERVED_AT = 2;

  private final int method;
  private final MessageBuffer message = new MessageBuffer(ClientMessage.MAX_BYTES);
  private ClientMessage awaited = ClientMessage.METHODS;
  private SocksStep step = SocksStep.NEED_MORE;
  private SocksRefusal refusal = SocksRefusal.NONE;
  private Credentials credentials;
  private String user = "";
  private ConnectRequest request;

  /** Whether clients must say who they are. */
  public SocksConversation(final boolean usersAreConfigured) {
    method = usersAreConfigured ? USER_AND_PASSWORD : NO_AUTHENTICATION;
  }

  /**
   * Takes what it needs of {@code in}. Does nothing more once it waits for a verification, is done or has refused.
   *
   * @param out has room for {@link #MAX_OUTPUT_BYTES}; what is written is to be sent whatever the step is
   */
  public SocksStep feed(final ByteBuffer in, final ByteBuffer out) {
    while (step == SocksStep.NEED_MORE && hasCome(in)) {
      switch (awaited) {
        case METHODS -> chooseMethod(out);
        case PASSWORD -> takeCredentials(out);
        case REQUEST -> judgeRequest(out);
      }
      message.clear();
    }
    return step;
  }

  /** Who is to be verified, after {@link SocksStep#VERIFY}. */
  public Credentials credentials() {
    expect(SocksStep.VERIFY);
    return credentials;
  }

  /** Says how the verification went; {@link #feed} with what is left of the input comes next. */
  public SocksStep verified(final boolean accepted, final ByteBuffer out) {
    expect(SocksStep.VERIFY);
    if (accepted) {
      user = credentials.user();
      out.put((byte) PASSWORD_VERSION).put((byte) ACCEPTED);
      awaited = ClientMessage.REQUEST;
      step = SocksStep.NEED_MORE;
    } else {
      reject(SocksRefusal.WRONG_CREDENTIALS, out);
    }
    credentials = null;
    return step;
  }

  /** What the client asked for, after {@link SocksStep#DONE}. */
  public ConnectRequest request() {
    expect(SocksStep.DONE);
    return request;
  }

  /** Why it was refused, {@link SocksRefusal#NONE} if it was not. */
  public SocksRefusal refusal() {
    return refusal;
  }

  private void expect(final SocksStep expected) {
    if (step != expected) {
      throw new IllegalStateException("the conversation is at " + step + ", not " + expected);
    }
  }

  /** Whether the message that is awaited is whole now. */
  private boolean hasCome(final ByteBuffer in) {
    while (message.fill(in, awaited.neededBytes(message))) {
      if (message.octet(0) != awaited.version()) {
        refuse(awaited.wrongVersion()); // a stranger to the protocol would not understand an answer
        return false;
      }
      if (message.count() == awaited.neededBytes(message)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 1928 section 3. */
  private void chooseMethod(final ByteBuffer out) {
    boolean offered = false;
    for (int i = 2; i < message.count(); i++) {
      offered |= message.octet(i) == method;
    }
    out.put((byte) VERSION).put((byte) (offered ? method : NO_ACCEPTABLE_METHOD));
    if (offered) {
      awaited = method == USER_AND_PASSWORD ? ClientMessage.PASSWORD : ClientMessage.REQUEST;
    } else {
      refuse(SocksRefusal.NO_COMMON_METHOD);
    }
  }

  /** RFC 1929 section 2. */
  private void takeCredentials(final ByteBuffer out) {
    final int userEnd = 2 + message.octet(1);
    final Optional<String> name = Utf8.decode(message.view(2, userEnd));
    if (userEnd == 2 || message.count() == userEnd + 1) {
      reject(SocksRefusal.EMPTY_CREDENTIALS, out);
    } else if (name.isEmpty()) {
      reject(SocksRefusal.MALFORMED_USER, out);
    } else {
      credentials = new Credentials(name.get(), message.copy(userEnd + 1, message.count()));
      step = SocksStep.VERIFY;
    }
  }

  /** RFC 1928 section 4. */
  private void judgeRequest(final ByteBuffer out) {
    final int command = message.octet(COMMAND_AT);
    if (command != CONNECT) {
      refuse(SocksRefusal.ofCommand(command), Outcome.COMMAND_NOT_SUPPORTED, out);
    } else if (message.octet(RESERVED_AT) != 0) {
      refuse(SocksRefusal.RESERVED_NOT_ZERO, Outcome.GENERAL_FAILURE, out);
    } else {
      final AddressReader address = new AddressReader();
      final AddressFault fault = address.readTarget(message.view(ClientMessage.ADDRESS_AT, message.count()));
      if (fault == AddressFault.NONE) {
        request = new ConnectRequest(address.target(), user);
        step = SocksStep.DONE;
      } else {
        refuse(
            SocksRefusal.of(fault),
            fault == AddressFault.UNKNOWN_TYPE
                ? Outcome.ADDRESS_TYPE_NOT_SUPPORTED
                : Outcome.GENERAL_FAILURE,
            out);
      }
    }
  }

  private void refuse(final SocksRefusal why, final Outcome reply, final ByteBuffer out) {
    SocksReply.write(reply, Endpoint.NONE, out);
    refuse(why);
  }

  private void reject(final SocksRefusal why, final ByteBuffer out) {
    out.put((byte) PASSWORD_VERSION).put((byte) REJECTED);
    refuse(why);
  }

  private void refuse(final SocksRefusal why) {
    refusal = why;
    step = SocksStep.REFUSED;
    message.clear();
  }
}
