package org.braidwire.io.netlink;

import org.braidwire.io.port.FramePort;

/** A port on an interface of this host, which hears of its link by netlink. */
public interface InterfacePort extends FramePort, LinkEvents {
  /** The interface's index in its namespace, by which netlink speaks of it. */
  int interfaceIndex();
}
