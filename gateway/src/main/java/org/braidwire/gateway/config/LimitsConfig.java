package org.braidwire.gateway.config;

import java.time.Duration;

/**
 * What bounds a gateway.
 *
 * @param connections at a time, of all clients
 * @param connectionsPerSource at a time, of one client's address, at the entry
 * @param handshakeTimeout from a connection's first octet to the end of its request
 * @param connectTimeout for the connection to the target
 * @param idleTimeout after which a connection without an octet either way is ended
 * @param halfOpenTimeout the same, where one side has ended
 * @param memoryBytes of all connections together
 * @param memoryPerConnectionBytes of one
 */
public record LimitsConfig(
    int connections,
    int connectionsPerSource,
    Duration handshakeTimeout,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration halfOpenTimeout,
    long memoryBytes,
    long memoryPerConnectionBytes) {
  /** What holds where nothing is said. */
  public static LimitsConfig defaults() {
    return new LimitsConfig(
        20_000,
        1_000,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        1L << 30,
        8L << 20);
  }
}
