package org.braidwire.lab;

import java.net.InetSocketAddress;
import org.braidwire.io.linux.KernelSocket;

/**
 * How a {@link KernelPeer} sets up its socket. Immutable; start with {@link #mptcp} or {@link #tcp}.
 *
 * @param protocol what the kernel is asked for
 * @param congestionControl the kernel's name for it, null for the default
 * @param noDelay whether Nagle's algorithm is off
 * @param bufferBytes socket buffers of both directions, 0 to let the kernel tune them
 * @param local the address to bind a client to, null for any
 * @param connectTimeoutNs how long a client tries and a listener waits
 * @param keepAlive whether the kernel asks a peer that rests for a second, each second, and gives it up after two times
 */
public record KernelPeerPlan(
    KernelSocket.Protocol protocol,
    String congestionControl,
    boolean noDelay,
    int bufferBytes,
    InetSocketAddress local,
    long connectTimeoutNs,
    boolean keepAlive) {
  private static final long CONNECT_TIMEOUT_NS = 20_000_000_000L;

  /** Multipath TCP with cubic: the default of namespaces here, bbr, crawls over veth. */
  public static KernelPeerPlan mptcp() {
    return new KernelPeerPlan(KernelSocket.Protocol.MPTCP, "cubic", true, 0, null, CONNECT_TIMEOUT_NS, false);
  }

  public static KernelPeerPlan tcp() {
    return new KernelPeerPlan(KernelSocket.Protocol.TCP, "cubic", true, 0, null, CONNECT_TIMEOUT_NS, false);
  }

  public KernelPeerPlan withLocal(final InetSocketAddress address) {
    return new KernelPeerPlan(
        protocol, congestionControl, noDelay, bufferBytes, address, connectTimeoutNs, keepAlive);
  }

  public KernelPeerPlan withCongestionControl(final String name) {
    return new KernelPeerPlan(protocol, name, noDelay, bufferBytes, local, connectTimeoutNs, keepAlive);
  }

  /**
   * Fixed socket buffers instead of the kernel's tuning. Not with two kernels and several subflows: Linux 6.18 then
   * skips received bytes now and then, without any fault of ours.
   */
  public KernelPeerPlan withBufferBytes(final int bytes) {
    return new KernelPeerPlan(protocol, congestionControl, noDelay, bytes, local, connectTimeoutNs, keepAlive);
  }

  public KernelPeerPlan withConnectTimeoutNs(final long timeoutNs) {
    return new KernelPeerPlan(protocol, congestionControl, noDelay, bufferBytes, local, timeoutNs, keepAlive);
  }

  public KernelPeerPlan withKeepAlive() {
    return new KernelPeerPlan(protocol, congestionControl, noDelay, bufferBytes, local, connectTimeoutNs, true);
  }

  void apply(final KernelSocket socket) {
    if (congestionControl != null) {
      socket.congestionControl(congestionControl);
    }
    socket.noDelay(noDelay);
    socket.keepAlive(keepAlive);
    if (bufferBytes > 0) {
      socket.receiveBufferBytes(bufferBytes);
      socket.sendBufferBytes(bufferBytes);
    }
  }
}
