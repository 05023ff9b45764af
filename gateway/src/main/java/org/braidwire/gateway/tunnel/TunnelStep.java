package org.braidwire.gateway.tunnel;

/** How far a handshake is. */
public enum TunnelStep {
  NEED_MORE,
  /** The message is whole, from a holder of the key, and well formed. */
  DONE,
  /** For the reason that the handshake tells. */
  REFUSED
}
