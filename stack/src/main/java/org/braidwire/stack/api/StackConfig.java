package org.braidwire.stack.api;

import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.congestion.CongestionControls;

/**
 * What a stack is told once, at start. Immutable; {@link #defaults()} and the {@code with} methods make one.
 *
 * @param receiveBufferBytes window offered to the peer of each connection, 64 KiB to 64 MiB
 * @param sendBufferBytes most that one connection holds unacknowledged or unsent
 * @param checksum whether DSS checksums are asked for (RFC 8684 3.1, flag A)
 * @param multipath whether MPTCP is offered and accepted; without it every connection is plain TCP
 * @param noDelay whether small segments leave at once (Nagle off)
 * @param ackPerCycle whether what one cycle brings is acknowledged once, at its end; else every second segment is at
 *     once, as RFC 9293 3.8.6.3 has it, for peers whose window grows by the acknowledgements that they count
 * @param scheduler name of the scheduler
 * @param congestionControl name of the congestion control
 * @param maxConnections bound on connections of this stack
 */
public record StackConfig(
    int receiveBufferBytes,
    int sendBufferBytes,
    boolean checksum,
    boolean multipath,
    boolean noDelay,
    boolean ackPerCycle,
    String scheduler,
    String congestionControl,
    int maxConnections) {
  private static final int DEFAULT_BUFFER_BYTES = 4 << 20;
  private static final int DEFAULT_MAX_CONNECTIONS = 1024;

  /** Checks the ranges. */
  public StackConfig {
    if (receiveBufferBytes < 64 << 10 || receiveBufferBytes > 64 << 20) {
      throw new IllegalArgumentException("receiveBufferBytes must be 64 KiB to 64 MiB: " + receiveBufferBytes);
    }
    if (sendBufferBytes < 128 << 10) {
      throw new IllegalArgumentException("sendBufferBytes must be at least 128 KiB: " + sendBufferBytes);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections must be at least 1: " + maxConnections);
    }
  }

  /**
   * Refuses names that nothing provides, before anything is opened.
   *
   * @throws IllegalArgumentException whose message lists what there is
   */
  void checkNames() {
    Schedulers.byName(scheduler);
    CongestionControls.byName(congestionControl);
  }

  public static StackConfig defaults() {
    return new StackConfig(
        DEFAULT_BUFFER_BYTES,
        DEFAULT_BUFFER_BYTES,
        false,
        true,
        true,
        true,
        "lowest-rtt",
        "cubic",
        DEFAULT_MAX_CONNECTIONS);
  }

  public StackConfig withBuffers(final int receiveBytes, final int sendBytes) {
    return new StackConfig(
        receiveBytes,
        sendBytes,
        checksum,
        multipath,
        noDelay,
        ackPerCycle,
        scheduler,
        congestionControl,
        maxConnections);
  }

  public StackConfig withChecksum(final boolean on) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        on,
        multipath,
        noDelay,
        ackPerCycle,
        scheduler,
        congestionControl,
        maxConnections);
  }

  public StackConfig withMultipath(final boolean on) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        on,
        noDelay,
        ackPerCycle,
        scheduler,
        congestionControl,
        maxConnections);
  }

  public StackConfig withNoDelay(final boolean on) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        multipath,
        on,
        ackPerCycle,
        scheduler,
        congestionControl,
        maxConnections);
  }

  public StackConfig withAckPerCycle(final boolean on) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        multipath,
        noDelay,
        on,
        scheduler,
        congestionControl,
        maxConnections);
  }

  public StackConfig withScheduler(final String name) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        multipath,
        noDelay,
        ackPerCycle,
        name,
        congestionControl,
        maxConnections);
  }

  public StackConfig withCongestionControl(final String name) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        multipath,
        noDelay,
        ackPerCycle,
        scheduler,
        name,
        maxConnections);
  }

  public StackConfig withMaxConnections(final int connections) {
    return new StackConfig(
        receiveBufferBytes,
        sendBufferBytes,
        checksum,
        multipath,
        noDelay,
        ackPerCycle,
        scheduler,
        congestionControl,
        connections);
  }
}
