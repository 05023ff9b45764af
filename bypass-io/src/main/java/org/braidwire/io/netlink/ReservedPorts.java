package org.braidwire.io.netlink;

import java.util.BitSet;

/**
 * Ports that the host's kernel gives to none of its own connections by itself, as {@code
 * net.ipv4.ip_local_reserved_ports} writes them: {@code 5000-5999,8080}. Immutable.
 */
public final class ReservedPorts {
  private static final int PORTS = 0x10000;

  private final BitSet ports = new BitSet(PORTS);

  private ReservedPorts() {}

  /** Reads the written form; what is none is left out. */
  public static ReservedPorts parse(final String text) {
    final ReservedPorts reserved = new ReservedPorts();
    for (final String range : text.strip().split(",", -1)) {
      if (range.matches("\\d{1,5}(-\\d{1,5})?")) {
        final int dash = range.indexOf('-');
        final int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        final int last = Integer.parseInt(range.substring(dash + 1));
        reserved.ports.set(Math.min(first, PORTS), Math.min(Math.max(first, last + 1), PORTS));
      }
    }
    return reserved;
  }

  /** Whether all of these are among them. */
  public boolean contain(final int firstPort, final int lastPort) {
    return ports.nextClearBit(firstPort) > lastPort;
  }
}
