package org.braidwire.gateway.tunnel;

import org.braidwire.gateway.base.Address;

/** Version 1 of the protocol: what stands where, in octets. */
final class TunnelFormat {
  static final int MAGIC = 0x4257; // "BW"
  static final int VERSION = 1;

  static final int VERSION_AT = 2;

  // The request.
  static final int FLAGS_AT = 3;
  static final int KEY_ID_AT = 4;
  static final int TIME_AT = 8;
  static final int NONCE_AT = 16;
  static final int NONCE_BYTES = 16;
  static final int LENGTH_AT = 32;
  static final int BODY_AT = 34;
  static final int MAX_BODY_BYTES = 1024;
  static final int MAC_BYTES = 32;
  static final int MAX_REQUEST_BYTES = BODY_AT + MAX_BODY_BYTES + MAC_BYTES;

  // The answer.
  static final int CODE_AT = 3;
  static final int BOUND_AT = 4;
  static final int MAX_ANSWER_BYTES = BOUND_AT + 1 + Address.IPV6_BYTES + 2 + MAC_BYTES;

  private TunnelFormat() {}
}
