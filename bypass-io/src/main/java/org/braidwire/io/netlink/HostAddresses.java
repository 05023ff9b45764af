package org.braidwire.io.netlink;

import java.util.Optional;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetlinkSocket;

/**
 * Whether an address belongs to the host itself. Its kernel would answer for such an address beside us and reset
 * our connections, so we refuse to take it. Asks in the calling thread's network namespace; for set-up.
 */
public final class HostAddresses {
  private static final int AF_INET = 2;
  private static final int ANSWER_MS = 1_000;
  private static final int ATTEMPTS = 5;

  private HostAddresses() {}

  /**
   * The name of the interface that has this address, or empty when the host does not own it.
   *
   * @param high high half of the address, 0 for mapped IPv4
   * @param low low half, for IPv4 {@code ::ffff:a.b.c.d}
   */
  public static Optional<String> owned(final long high, final long low) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      final Search search = new Search(high, low);
      try (NetlinkSocket socket = NetlinkSocket.open(0)) {
        socket.requestDump(NetlinkSocket.RTM_GETADDR, AF_INET);
        readAll(socket, search);
      }
      if (search.found != null || !search.interrupted) {
        return Optional.ofNullable(search.found);
      }
    }
    throw new LinuxException("recv", "netlink", Errno.EINTR, "the addresses of this host keep changing");
  }

  private static void readAll(final NetlinkSocket socket, final Search search) {
    final RouteMessages messages = new RouteMessages();
    while (!search.complete) {
      final int received = socket.receive();
      if (received > 0) {
        messages.read(socket.buffer(), search);
      } else if (received != -Errno.EAGAIN || !socket.await(ANSWER_MS)) {
        throw new LinuxException("recv", "netlink", received < 0 ? -received : Errno.ETIMEDOUT, "");
      }
    }
  }

  /** Looks for one address. */
  private static final class Search implements RouteMessages.Handler {
    private final long high;
    private final long low;
    private String found;
    private boolean complete;
    private boolean interrupted;

    Search(final long high, final long low) {
      this.high = high;
      this.low = low;
    }

    @Override
    public void link(final int index, final String name, final boolean present, final boolean carrier) {}

    @Override
    public void address(
        final int index,
        final String label,
        final long addressHigh,
        final long addressLow,
        final int prefixBits,
        final boolean added) {
      if (addressHigh == high && addressLow == low) {
        found = label.isEmpty() ? "interface " + index : label;
      }
    }

    @Override
    public void neighbour(
        final int index,
        final long addressHigh,
        final long addressLow,
        final long mac,
        final boolean reachable) {}

    @Override
    public void done(final boolean dumpInterrupted) {
      complete = true;
      interrupted = dumpInterrupted;
    }
  }
}
