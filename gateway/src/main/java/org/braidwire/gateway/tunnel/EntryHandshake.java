package org.braidwire.gateway.tunnel;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.braidwire.gateway.base.AddressFault;
import org.braidwire.gateway.base.AddressReader;
import org.braidwire.gateway.base.MessageBuffer;
import org.braidwire.gateway.base.Outcome;

/**
 * The entry's side of the tunnel: writes one request, reads its answer.
 *
 * <p>A pure state machine: the answer is fed in pieces of any size, and not an octet behind it is taken, for that is
 * the target's. It holds one answer and knows no time: the deadline is the caller's. One thread at a time.
 */
public final class EntryHandshake {
  /** The longest request, before which the application's octets need room too. */
  public static final int MAX_REQUEST_BYTES = TunnelFormat.MAX_REQUEST_BYTES;

  private static final byte[] NOTHING = {};

  private final TunnelKey key;
  private final byte[] request;
  private final MessageBuffer message = new MessageBuffer(TunnelFormat.MAX_ANSWER_BYTES);
  private TunnelStep step = TunnelStep.NEED_MORE;
  private TunnelRefusal refusal = TunnelRefusal.NONE;
  private TunnelAnswer answer;

  /**
   * Signs the request.
   *
   * @param nowMs the time, ms since 1970
   * @param chance where the nonce comes from: a {@link java.security.SecureRandom}
   */
  public EntryHandshake(
      final TunnelKey key, final TunnelRequest request, final long nowMs, final RandomGenerator chance) {
    this.key = key;
    final byte[] nonce = new byte[TunnelFormat.NONCE_BYTES];
    chance.nextBytes(nonce);
    final ByteBuffer octets = ByteBuffer.allocate(MAX_REQUEST_BYTES);
    octets.putShort((short) TunnelFormat.MAGIC)
        .put((byte) TunnelFormat.VERSION)
        .put((byte) 0);
    octets.putInt(key.id()).putLong(nowMs).put(nonce);
    octets.position(TunnelFormat.BODY_AT);
    RequestBody.write(request, octets);
    octets.putShort(TunnelFormat.LENGTH_AT, (short) (octets.position() - TunnelFormat.BODY_AT));
    octets.put(key.mac(NOTHING, octets.duplicate().flip())).flip();
    this.request = new byte[octets.remaining()];
    octets.get(this.request);
  }

  /** Writes the request, at most {@link #MAX_REQUEST_BYTES}. The application's octets may follow at once. */
  public void writeRequest(final ByteBuffer out) {
    out.put(request);
  }

  /** Takes what it needs of {@code in}; nothing more once the answer is there or refused. */
  public TunnelStep feed(final ByteBuffer in) {
    if (step == TunnelStep.NEED_MORE && message.fill(in, TunnelFormat.BOUND_AT)) {
      refuseIf(headFault());
    }
    // How long the answer is has to be believed before its MAC can be seen; it is one of two lengths.
    if (step == TunnelStep.NEED_MORE && message.fill(in, TunnelFormat.BOUND_AT + 1)) {
      final int boundBytes = boundBytes();
      if (boundBytes == AddressReader.UNKNOWN_TYPE) {
        refuseIf(TunnelRefusal.UNKNOWN_ADDRESS_TYPE);
      } else if (message.fill(in, TunnelFormat.BOUND_AT + boundBytes + TunnelFormat.MAC_BYTES)) {
        judge(TunnelFormat.BOUND_AT + boundBytes);
      }
    }
    return step;
  }

  /** What the exit said, after {@link TunnelStep#DONE}. */
  public TunnelAnswer answer() {
    if (step != TunnelStep.DONE) {
      throw new IllegalStateException("the answer is at " + step);
    }
    return answer;
  }

  /** Why the answer was refused, {@link TunnelRefusal#NONE} if it was not. */
  public TunnelRefusal refusal() {
    return refusal;
  }

  private TunnelRefusal headFault() {
    if (message.view(0, TunnelFormat.BOUND_AT).getShort() != TunnelFormat.MAGIC) {
      return TunnelRefusal.BAD_MAGIC;
    }
    return message.octet(TunnelFormat.VERSION_AT) == TunnelFormat.VERSION
        ? TunnelRefusal.NONE
        : TunnelRefusal.BAD_VERSION;
  }

  private int boundBytes() {
    final int type = message.octet(TunnelFormat.BOUND_AT);
    return type == AddressReader.NAME ? AddressReader.UNKNOWN_TYPE : AddressReader.fieldBytes(type, 0);
  }

  private void judge(final int macAt) {
    final byte[] requestMac = new byte[TunnelFormat.MAC_BYTES];
    System.arraycopy(request, request.length - TunnelFormat.MAC_BYTES, requestMac, 0, TunnelFormat.MAC_BYTES);
    final byte[] expected = key.mac(requestMac, message.view(0, macAt));
    final int code = message.octet(TunnelFormat.CODE_AT);
    final AddressReader bound = new AddressReader();
    if (!TunnelKey.equal(expected, message.copy(macAt, macAt + TunnelFormat.MAC_BYTES))) {
      refuseIf(TunnelRefusal.BAD_MAC);
    } else if (code >= Outcome.CODES) {
      refuseIf(TunnelRefusal.BAD_CODE);
    } else {
      final AddressFault fault = bound.readEndpoint(message.view(TunnelFormat.BOUND_AT, macAt));
      assert fault == AddressFault.NONE : fault;
      answer = new TunnelAnswer(Outcome.ofCode(code), bound.endpoint());
      step = TunnelStep.DONE;
    }
  }

  private void refuseIf(final TunnelRefusal why) {
    if (why != TunnelRefusal.NONE) {
      refusal = why;
      step = TunnelStep.REFUSED;
    }
  }
}
