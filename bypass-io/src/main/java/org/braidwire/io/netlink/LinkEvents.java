package org.braidwire.io.netlink;

/** Who wants news of links, addresses and neighbours; called on the thread that polls the {@link NetlinkMonitor}. */
public interface LinkEvents {
  /**
   * A link is as told; said anew whenever anything about it changed, and once at the beginning.
   *
   * @param interfaceIndex its index in the monitor's namespace
   * @param name its name
   * @param present false when it has been removed
   * @param carrier whether it is up and the other side is there
   */
  void onLink(int interfaceIndex, String name, boolean present, boolean carrier);

  /**
   * The host gained or lost an address. Addresses are two longs wide, IPv4 mapped as {@code ::ffff:a.b.c.d}.
   *
   * @param prefixBits length of the IPv4 prefix, 0 to 32
   */
  default void onAddress(
      final int interfaceIndex, final long high, final long low, final int prefixBits, final boolean added) {}

  /** The host's own table learned or lost a neighbour since the monitor began. */
  default void onNeighbour(
      final int interfaceIndex,
      final long high,
      final long low,
      final long macAddress,
      final boolean reachable) {}
}
