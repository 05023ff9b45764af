package org.braidwire.gateway.base;

/**
 * The two parts of {@code HOST:PORT}, where IPv6 stands in brackets. The host is not judged.
 *
 * @param port 1 to 65535
 */
record HostAndPort(String host, int port) {
  private static final String DIGITS = "[1-9][0-9]{0,4}";

  /** @throws IllegalArgumentException if there is no such port, or brackets are missing or too many */
  static HostAndPort split(final String text) {
    final int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + text + "' has no port");
    }
    final String host = text.substring(0, colon);
    final boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed != host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("'" + text + "' is unclear; IPv6 stands in brackets, such as [::1]:80");
    }
    final String port = text.substring(colon + 1);
    if (!port.matches(DIGITS) || Integer.parseInt(port) > Target.MAX_PORT) {
      throw new IllegalArgumentException("'" + text + "' has no port from 1 to " + Target.MAX_PORT);
    }
    return new HostAndPort(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
