package org.braidwire.io.netlink;

import org.braidwire.io.linux.NetlinkSocket;
import org.braidwire.io.port.HostNeighbours;

/** The host's neighbours on the interface of one name, whatever its index. The monitor's thread. */
final class InterfaceNeighbours implements HostNeighbours, LinkEvents {
  private static final int NONE = -1;

  private final String interfaceName;
  private final NetlinkSocket socket;
  private Listener listener = (high, low, macAddress) -> {};
  private int index = NONE;

  InterfaceNeighbours(final String interfaceName, final NetlinkSocket socket) {
    this.interfaceName = interfaceName;
    this.socket = socket;
  }

  @Override
  public void listen(final Listener wanted) {
    listener = wanted;
  }

  @Override
  public void resolve(final long high, final long low) {
    if (index != NONE) {
      socket.resolveNeighbour(index, (int) low);
    }
  }

  @Override
  public void onLink(final int interfaceIndex, final String name, final boolean present, final boolean carrier) {
    if (present && name.equals(interfaceName)) {
      index = interfaceIndex;
    } else if (interfaceIndex == index) {
      index = NONE;
    }
  }

  @Override
  public void onNeighbour(
      final int interfaceIndex, final long high, final long low, final long macAddress, final boolean reachable) {
    if (interfaceIndex == index && reachable) {
      listener.onNeighbour(high, low, macAddress);
    }
  }
}
