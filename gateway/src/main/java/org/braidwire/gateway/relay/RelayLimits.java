package org.braidwire.gateway.relay;

import java.time.Duration;

/**
 * What bounds a carried connection.
 *
 * @param bufferBytes of memory for each direction, beside what the two legs hold
 * @param idle after which a connection without an octet either way is ended
 * @param halfOpen the same, where one side has finished
 */
public record RelayLimits(int bufferBytes, Duration idle, Duration halfOpen) {}
