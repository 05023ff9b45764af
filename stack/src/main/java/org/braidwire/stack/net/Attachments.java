package org.braidwire.stack.net;

import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * All links of one engine. An address of one link is ours on every link (weak host model, RFC 1122 3.3.4.2): a
 * Linux client joins our first address over its second link. Filled before the engine starts, engine thread then.
 */
public final class Attachments {
  /** Bound on the links of one engine. */
  public static final int MAX_LINKS = 16;

  private static final int LIMITED_BROADCAST = 0xffff_ffff;
  private static final int LOOPBACK_NET = 127;
  private static final int FIRST_GROUP_NET = 224;

  private final LinkAttachment[] links = new LinkAttachment[MAX_LINKS];
  private int size;

  /** Adds a link, whose index must be the next one. */
  public void add(final LinkAttachment link) {
    if (size == MAX_LINKS) {
      throw new IllegalStateException("an engine takes at most " + MAX_LINKS + " links");
    }
    if (link.index() != size) {
      throw new IllegalArgumentException("link " + link.index() + " added as number " + size);
    }
    links[size++] = link;
  }

  public int size() {
    return size;
  }

  public LinkAttachment get(final int index) {
    return links[index];
  }

  /** Whether the address is configured on any link, ours alone or shared with the host. */
  boolean has(final long high, final long low) {
    for (int i = 0; i < size; i++) {
      if (links[i].has(high, low)) {
        return true;
      }
    }
    return false;
  }

  boolean hasV4(final int v4) {
    return has(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(v4));
  }

  /** Whether TCP to {@code port} of a configured address is ours: any at an address of our own. */
  public boolean claims(final long high, final long low, final int port) {
    final int first = firstPort(high, low);
    return first == 0 || port >= first && port <= lastPort(high, low);
  }

  /** Whether TCP to {@code port} of some configured address is ours. */
  public boolean claims(final int port) {
    for (int i = 0; i < size; i++) {
      for (int a = 0; a < links[i].addressCount(); a++) {
        if (claims(links[i].addressHigh(a), links[i].addressLow(a), port)) {
          return true;
        }
      }
    }
    return false;
  }

  /** First of our ports at an address that is shared with the host; 0 at any other. */
  public int firstPort(final long high, final long low) {
    for (int i = 0; i < size; i++) {
      final int first = links[i].firstPort(high, low);
      if (first != 0) {
        return first;
      }
    }
    return 0;
  }

  /** Last of our ports at an address that is shared with the host; 0 at any other. */
  public int lastPort(final long high, final long low) {
    for (int i = 0; i < size; i++) {
      final int last = links[i].lastPort(high, low);
      if (last != 0) {
        return last;
      }
    }
    return 0;
  }

  /** Whether the address is configured on any link and ours alone. */
  public boolean owns(final long high, final long low) {
    for (int i = 0; i < size; i++) {
      if (links[i].owns(high, low)) {
        return true;
      }
    }
    return false;
  }

  boolean ownsV4(final int v4) {
    return owns(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(v4));
  }

  /** Whether frames of ours leave with this Ethernet address on any link. */
  boolean ownsMac(final long mac) {
    for (int i = 0; i < size; i++) {
      if (links[i].macAddress() == mac) {
        return true;
      }
    }
    return false;
  }

  /** RFC 1122 3.2.1.3: whether a packet or an ARP packet may come from this address, if it is not ours. */
  boolean isPossibleSource(final int v4) {
    final int net = v4 >>> 24;
    if (net == 0 || net == LOOPBACK_NET || net >= FIRST_GROUP_NET || v4 == LIMITED_BROADCAST) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (links[i].isDirectedBroadcast(v4)) {
        return false;
      }
    }
    return true;
  }

  /** Runs what is due on every link. */
  public void onTimer(final long nowNs) {
    for (int i = 0; i < size; i++) {
      links[i].onTimer(nowNs);
    }
  }

  /** When {@link #onTimer} has something to do; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    long deadline = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      deadline = Math.min(deadline, links[i].nextDeadlineNs());
    }
    return deadline;
  }
}
