package org.braidwire.cli.gateway;

/** What the exit status of the gateway's commands means. */
final class GatewayStatus {
  static final int CLEAN = 0;

  /** The engine failed. */
  static final int FAILED = 1;

  /** Usage, or a configuration that does not hold. */
  static final int REFUSED = 2;

  private GatewayStatus() {}
}
