package org.braidwire.stack.api;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;

/**
 * One engine with its paths, driven by whoever calls {@link #doWork()}: a thread of {@link Braidwire}, an
 * application's own loop, or the simulation. One thread owns it and everything made by it.
 */
public final class MptcpStack implements AutoCloseable {

  /** One path: its configuration and the port of its link. Two paths may share a port. */
  public record Path(PathConfig config, FramePort port) {}

  /**
   * @param memory the pools of this engine; its ports were opened on the same
   */
  public MptcpStack(
      final StackConfig config,
      final List<Path> paths,
      final PacketMemory memory,
      final Clock clock,
      final RandomSource random) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Accepts connections on {@code port} of every own address; each gets a handler of its own. */
  public void listen(final int port, final Supplier<ConnectionHandler> handlers) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Stops accepting on {@code port}; open connections go on. */
  public void unlisten(final int port) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Opens a connection over the first path; further paths join when it is established.
   *
   * @param remoteHigh upper half of the IPv6-wide address
   * @param remoteLow lower half
   */
  public MptcpConnection connect(
      final long remoteHigh, final long remoteLow, final int remotePort, final ConnectionHandler handler) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** One duty cycle; returns how much was done, 0 when idle. */
  public int doWork() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** When a cycle is needed although no frame arrives: a clock time, or {@code Long.MAX_VALUE}. */
  public long nextDeadlineNs() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Connections and subflows that exist now, TIME_WAIT included. */
  public int openConnections() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Every counter by name: drops by reason, MPTCP events, copies. A snapshot; allocates. */
  public Map<String, Long> counters() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Resets what is open and gives back every frame; ports stay open and belong to the caller. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not built yet");
  }
}
