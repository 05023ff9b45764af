package org.braidwire.gateway.config;

import org.braidwire.gateway.policy.HostName;

/**
 * What a forward connects to.
 *
 * @param host a name in lower case, or an address
 * @param port 1 to 65535
 */
public record Target(String host, int port) {
  /**
   * Reads {@code db.example.net:5432}, {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Target parse(final String text) {
    final Endpoint.HostAndPort parts = Endpoint.HostAndPort.split(text);
    final String host = parts.host();
    try {
      return new Target(Endpoint.parse(text).address().toString(), parts.port());
    } catch (final IllegalArgumentException noAddress) {
      return new Target(HostName.parse(host).text(), parts.port());
    }
  }

  @Override
  public String toString() {
    return Endpoint.HostAndPort.join(host, port);
  }
}
