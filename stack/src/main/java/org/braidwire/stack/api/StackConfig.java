package org.braidwire.stack.api;

import java.util.function.Consumer;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.base.KeepAlive;
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
 * @param keepAlive when a peer of which nothing is heard is asked whether it is still there; {@link KeepAlive#OFF} if never
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
    KeepAlive keepAlive,
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
        KeepAlive.OFF, // RFC 9293 3.8.4
        DEFAULT_MAX_CONNECTIONS);
  }

  public StackConfig withBuffers(final int receiveBytes, final int sendBytes) {
    return with(draft -> {
      draft.receiveBufferBytes = receiveBytes;
      draft.sendBufferBytes = sendBytes;
    });
  }

  public StackConfig withChecksum(final boolean on) {
    return with(draft -> draft.checksum = on);
  }

  public StackConfig withMultipath(final boolean on) {
    return with(draft -> draft.multipath = on);
  }

  public StackConfig withNoDelay(final boolean on) {
    return with(draft -> draft.noDelay = on);
  }

  public StackConfig withAckPerCycle(final boolean on) {
    return with(draft -> draft.ackPerCycle = on);
  }

  public StackConfig withScheduler(final String name) {
    return with(draft -> draft.scheduler = name);
  }

  public StackConfig withCongestionControl(final String name) {
    return with(draft -> draft.congestionControl = name);
  }

  /** Off by default; {@link KeepAlive#standard()} is what hosts mostly do. */
  public StackConfig withKeepAlive(final KeepAlive wanted) {
    return with(draft -> draft.keepAlive = wanted);
  }

  public StackConfig withMaxConnections(final int connections) {
    return with(draft -> draft.maxConnections = connections);
  }

  private StackConfig with(final Consumer<Draft> change) {
    final Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A configuration while it is being changed; the only place beside the record that names all of it. */
  private static final class Draft {
    private int receiveBufferBytes;
    private int sendBufferBytes;
    private boolean checksum;
    private boolean multipath;
    private boolean noDelay;
    private boolean ackPerCycle;
    private String scheduler;
    private String congestionControl;
    private KeepAlive keepAlive;
    private int maxConnections;

    private Draft(final StackConfig from) {
      receiveBufferBytes = from.receiveBufferBytes;
      sendBufferBytes = from.sendBufferBytes;
      checksum = from.checksum;
      multipath = from.multipath;
      noDelay = from.noDelay;
      ackPerCycle = from.ackPerCycle;
      scheduler = from.scheduler;
      congestionControl = from.congestionControl;
      keepAlive = from.keepAlive;
      maxConnections = from.maxConnections;
    }

    private StackConfig config() {
      return new StackConfig(
          receiveBufferBytes,
          sendBufferBytes,
          checksum,
          multipath,
          noDelay,
          ackPerCycle,
          scheduler,
          congestionControl,
          keepAlive,
          maxConnections);
    }
  }
}
