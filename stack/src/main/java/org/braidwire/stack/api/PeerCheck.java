package org.braidwire.stack.api;

import java.util.List;
import org.braidwire.stack.wire.IpAddress;

/**
 * Refuses a peer that cannot answer whatever happens, before it is waited for: a mistake in a command or a
 * configuration. Any thread.
 */
final class PeerCheck {
  private final List<MptcpStack.Path> paths;

  PeerCheck(final List<MptcpStack.Path> paths) {
    this.paths = List.copyOf(paths);
  }

  /** An {@link IllegalArgumentException} says in one line why the peer cannot be one. */
  void check(final long high, final long low) {
    final String peer = IpAddress.format(high, low);
    if (!PathConfig.isUnicast(low)) {
      throw new IllegalArgumentException(peer + " is no address that a host can have on a link");
    }
    boolean reachable = false;
    for (final MptcpStack.Path path : paths) {
      final PathConfig own = path.config();
      if (own.addressHigh() == high && own.addressLow() == low) {
        throw new IllegalArgumentException(peer + " is an own address; a stack does not connect to itself");
      }
      final boolean inSubnet = own.isInSubnet(low);
      if (inSubnet && !own.isHost(low)) {
        throw new IllegalArgumentException(peer + " is the network or broadcast address of "
            + IpAddress.format(own.addressHigh(), own.addressLow()) + "/" + own.prefixLength());
      }
      reachable |=
          inSubnet || own.hasGateway() || path.port().capabilities().pointToPoint();
    }
    if (!reachable) {
      throw new IllegalArgumentException("no path leads to " + peer
          + ": it is in no path's subnet, and no path has a gateway (,via=GATEWAY)");
    }
  }
}
