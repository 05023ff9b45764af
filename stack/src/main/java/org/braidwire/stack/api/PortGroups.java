package org.braidwire.stack.api;

import java.util.HashMap;
import java.util.Map;
import org.braidwire.io.port.PortGroup;

/** The interfaces that several engines share, each with the group of its ports. The thread that starts a stack. */
final class PortGroups {
  private final int engines;
  private final Map<String, PortGroup> groups = new HashMap<>();

  PortGroups(final int engines) {
    this.engines = engines;
  }

  /** The group of an interface's ports, or {@link PortGroup#ALONE} with one engine. */
  PortGroup of(final String interfaceName) {
    return engines == 1 ? PortGroup.ALONE : groups.computeIfAbsent(interfaceName, name -> new PortGroup(engines));
  }
}
