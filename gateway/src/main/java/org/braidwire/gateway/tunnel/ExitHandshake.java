package org.braidwire.gateway.tunnel;

import java.nio.ByteBuffer;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.MessageBuffer;
import org.braidwire.gateway.base.Outcome;

/**
 * The exit's side of the tunnel: reads one request, writes its answer.
 *
 * <p>A pure state machine: the request is fed in pieces of any size, and not an octet behind it is taken, for that is
 * the application's. Of the body nothing is believed before the MAC, the time and the nonce. It holds one request of at
 * most {@value #MAX_REQUEST_BYTES} octets; the deadline is the caller's. One thread at a time.
 */
public final class ExitHandshake {
  /** The longest request. */
  public static final int MAX_REQUEST_BYTES = TunnelFormat.MAX_REQUEST_BYTES;

  /** The longest answer. */
  public static final int MAX_ANSWER_BYTES = TunnelFormat.MAX_ANSWER_BYTES;

  private static final byte[] NOTHING = {};

  private final TunnelKeys keys;
  private final ReplayGuard guard;
  private final MessageBuffer message = new MessageBuffer(MAX_REQUEST_BYTES);
  private TunnelStep step = TunnelStep.NEED_MORE;
  private TunnelRefusal refusal = TunnelRefusal.NONE;
  private TunnelKey key;
  private byte[] requestMac;
  private TunnelRequest request;

  /** For one connection; {@code guard} is the one of all connections. */
  public ExitHandshake(final TunnelKeys keys, final ReplayGuard guard) {
    this.keys = keys;
    this.guard = guard;
  }

  /**
   * Takes what it needs of {@code in}; nothing more once the request is there or refused.
   *
   * @param nowMs the time, ms since 1970
   */
  public TunnelStep feed(final ByteBuffer in, final long nowMs) {
    if (step == TunnelStep.NEED_MORE && message.fill(in, TunnelFormat.KEY_ID_AT)) {
      refuseIf(protocolFault());
    }
    if (step == TunnelStep.NEED_MORE && message.fill(in, TunnelFormat.BODY_AT)) {
      refuseIf(headFault());
    }
    if (step == TunnelStep.NEED_MORE && message.count() >= TunnelFormat.BODY_AT) {
      final int macAt = TunnelFormat.BODY_AT + bodyBytes();
      if (message.fill(in, macAt + TunnelFormat.MAC_BYTES)) {
        judge(macAt, nowMs);
      }
    }
    return step;
  }

  /** How far it is. */
  public TunnelStep step() {
    return step;
  }

  /** What the entry asks for, after {@link TunnelStep#DONE}. */
  public TunnelRequest request() {
    if (step != TunnelStep.DONE) {
      throw new IllegalStateException("the request is at " + step);
    }
    return request;
  }

  /** Why the request was refused, {@link TunnelRefusal#NONE} if it was not. */
  public TunnelRefusal refusal() {
    return refusal;
  }

  /**
   * Writes the answer, at most {@link #MAX_ANSWER_BYTES}: to a request that is done, or one that was refused although
   * no stranger made it.
   *
   * @param bound what the connection to the target is bound to, {@link Endpoint#NONE} if there is none
   */
  public void writeAnswer(final Outcome outcome, final Endpoint bound, final ByteBuffer out) {
    if (step == TunnelStep.NEED_MORE || refusal.isStranger()) {
      throw new IllegalStateException("no answer to a stranger: " + step + ", " + refusal);
    }
    final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES - TunnelFormat.MAC_BYTES);
    answer.putShort((short) TunnelFormat.MAGIC)
        .put((byte) TunnelFormat.VERSION)
        .put((byte) outcome.code());
    bound.writeTo(answer);
    answer.flip();
    out.put(answer.duplicate()).put(key.mac(requestMac, answer));
  }

  private TunnelRefusal protocolFault() {
    if (message.view(0, TunnelFormat.KEY_ID_AT).getShort() != TunnelFormat.MAGIC) {
      return TunnelRefusal.BAD_MAGIC;
    }
    if (message.octet(TunnelFormat.VERSION_AT) != TunnelFormat.VERSION) {
      return TunnelRefusal.BAD_VERSION;
    }
    return message.octet(TunnelFormat.FLAGS_AT) == 0 ? TunnelRefusal.NONE : TunnelRefusal.BAD_FLAGS;
  }

  private TunnelRefusal headFault() {
    key = keys.find(message.view(0, TunnelFormat.BODY_AT).getInt(TunnelFormat.KEY_ID_AT))
        .orElse(null);
    if (key == null) {
      return TunnelRefusal.UNKNOWN_KEY;
    }
    return bodyBytes() >= 1 && bodyBytes() <= TunnelFormat.MAX_BODY_BYTES
        ? TunnelRefusal.NONE
        : TunnelRefusal.BAD_LENGTH;
  }

  private int bodyBytes() {
    return message.octet(TunnelFormat.LENGTH_AT) << 8 | message.octet(TunnelFormat.LENGTH_AT + 1);
  }

  private void judge(final int macAt, final long nowMs) {
    requestMac = message.copy(macAt, macAt + TunnelFormat.MAC_BYTES);
    if (!TunnelKey.equal(key.mac(NOTHING, message.view(0, macAt)), requestMac)) {
      refuseIf(TunnelRefusal.BAD_MAC);
      return;
    }
    // Only what a key's holder signed reaches the guard: a stranger cannot fill it.
    final ByteBuffer head = message.view(0, TunnelFormat.BODY_AT);
    refuseIf(guard.admit(
        head.getLong(TunnelFormat.NONCE_AT),
        head.getLong(TunnelFormat.NONCE_AT + Long.BYTES),
        head.getLong(TunnelFormat.TIME_AT),
        nowMs));
    if (step == TunnelStep.NEED_MORE) {
      final RequestBody body = new RequestBody();
      refuseIf(body.read(message.view(TunnelFormat.BODY_AT, macAt)));
      if (step == TunnelStep.NEED_MORE) {
        request = body.request();
        step = TunnelStep.DONE;
      }
    }
  }

  private void refuseIf(final TunnelRefusal why) {
    if (why != TunnelRefusal.NONE) {
      refusal = why;
      step = TunnelStep.REFUSED;
    }
  }
}
