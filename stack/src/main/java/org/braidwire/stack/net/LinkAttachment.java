package org.braidwire.stack.net;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.SyntheticEthernet;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * One link as this host sees it: a port, the addresses configured on it, a gateway, and the neighbours found
 * there. Addresses are configured before the engine starts; afterwards everything belongs to the engine's thread.
 */
public final class LinkAttachment {
  /** Bound on the addresses of one link. */
  public static final int MAX_ADDRESSES = 16;

  /** RFC 5227 2.3: announcements of an address, ANNOUNCE_NUM. */
  private static final int ANNOUNCEMENTS = 2;

  /** RFC 5227 1.1: ANNOUNCE_INTERVAL. */
  private static final long ANNOUNCE_INTERVAL_NS = 2_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final int index;
  private final FramePort port;
  private final long macAddress;
  private final int mtuBytes;
  private final int gsoMaxBytes;
  private final boolean checksumOffload;
  private final boolean pointToPoint;
  private final long[] highs = new long[MAX_ADDRESSES];
  private final long[] lows = new long[MAX_ADDRESSES];
  private final int[] prefixes = new int[MAX_ADDRESSES];
  private final ArpSender arp;
  private final NeighbourTable neighbours;
  private int addressCount;
  private boolean hasGateway;
  private long gatewayHigh;
  private long gatewayLow;
  private int announcementsLeft;
  private long announceAtNs = NEVER;
  private long addressConflicts;
  private long conflictLow;
  private long conflictMac;

  /**
   * @param index position among the engine's links, from 0
   */
  public LinkAttachment(final int index, final FramePort port, final PacketMemory memory, final DropCounters drops) {
    this.index = index;
    this.port = port;
    macAddress = port.macAddress();
    mtuBytes = port.capabilities().mtuBytes();
    gsoMaxBytes = port.capabilities().gsoMaxBytes();
    checksumOffload = port.capabilities().checksumOffload();
    pointToPoint = port.capabilities().pointToPoint();
    arp = new ArpSender(this, memory, drops);
    neighbours = new NeighbourTable(
        arp, new PendingFrames(port, memory, drops), drops, pointToPoint ? SyntheticEthernet.PEER : 0);
  }

  /** Configures an address; {@code prefixBits} in terms of its own family, 0 to 32 for IPv4. */
  public void addAddress(final long high, final long low, final int prefixBits) {
    final boolean v4 = IpAddress.isV4Mapped(high, low);
    if (prefixBits < 0 || prefixBits > (v4 ? 32 : 128)) {
      throw new IllegalArgumentException("prefix length out of range: " + prefixBits);
    }
    if (addressCount == MAX_ADDRESSES) {
      throw new IllegalStateException("a link takes at most " + MAX_ADDRESSES + " addresses");
    }
    highs[addressCount] = high;
    lows[addressCount] = low;
    prefixes[addressCount++] = v4 ? prefixBits + Ipv4Header.MAPPED_PREFIX_BITS : prefixBits;
  }

  /** Sets the router for destinations outside the link's prefixes. */
  public void setGateway(final long high, final long low) {
    hasGateway = true;
    gatewayHigh = high;
    gatewayLow = low;
  }

  public int index() {
    return index;
  }

  public FramePort port() {
    return port;
  }

  /** Whether the link has carrier; for floors that know no ports. */
  public boolean isUp() {
    return port.linkUp();
  }

  public long macAddress() {
    return macAddress;
  }

  /** Largest IP packet that the link carries. */
  public int mtuBytes() {
    return mtuBytes;
  }

  /** Largest IP packet that the device cuts into segments by itself; 0 if it cannot. */
  public int gsoMaxBytes() {
    return gsoMaxBytes;
  }

  /** Whether the device completes TCP checksums. */
  boolean checksumOffload() {
    return checksumOffload;
  }

  public NeighbourTable neighbours() {
    return neighbours;
  }

  public int addressCount() {
    return addressCount;
  }

  public long addressHigh(final int i) {
    return highs[i];
  }

  public long addressLow(final int i) {
    return lows[i];
  }

  /** Whether the address is configured on this link. */
  public boolean owns(final long high, final long low) {
    for (int i = 0; i < addressCount; i++) {
      if (lows[i] == low && highs[i] == high) {
        return true;
      }
    }
    return false;
  }

  /** Whether the address lies in the prefix of one of this link's addresses. */
  public boolean onLink(final long high, final long low) {
    return coveringAddress(high, low) >= 0;
  }

  /** Whether this is the directed broadcast address of one of this link's IPv4 prefixes. */
  boolean isDirectedBroadcast(final int v4) {
    for (int i = 0; i < addressCount; i++) {
      final int hostBits = 128 - prefixes[i];
      if (hostBits < 2 || hostBits > 32 || !IpAddress.isV4Mapped(highs[i], lows[i])) {
        continue; // RFC 3021: prefixes of 31 bits have no broadcast address
      }
      final int hostMask = (int) ((1L << hostBits) - 1);
      if (v4 == (IpAddress.v4(lows[i]) | hostMask)) {
        return true;
      }
    }
    return false;
  }

  /** The low half of where a packet to this destination goes next; the high half is {@link #nextHopHigh}. */
  long nextHopLow(final long high, final long low) {
    return viaGateway(high, low) ? gatewayLow : low;
  }

  long nextHopHigh(final long high, final long low) {
    return viaGateway(high, low) ? gatewayHigh : high;
  }

  /** The IPv4 address to ask from for {@code targetV4}: one of its own prefix if there is one. */
  int sourceV4For(final int targetV4) {
    final int covering = coveringAddress(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(targetV4));
    return addressCount == 0 ? 0 : IpAddress.v4(lows[Math.max(covering, 0)]);
  }

  /**
   * Says on the link which addresses are here (RFC 5227 2.1, 2.3): a probe that a present owner answers, then an
   * announcement that corrects what peers remember; nothing where there is no link layer. To be called at start and
   * when the link came up.
   */
  public void announce(final long nowNs) {
    if (pointToPoint) {
      return;
    }
    neighbours.forgetFailures();
    announcementsLeft = ANNOUNCEMENTS;
    for (int i = 0; i < addressCount; i++) {
      if (IpAddress.isV4Mapped(highs[i], lows[i])) {
        arp.probe(IpAddress.v4(lows[i]));
      }
    }
    announceOnce(nowNs);
  }

  /** Runs what is due: announcements and retransmitted ARP requests. */
  public void onTimer(final long nowNs) {
    if (announceAtNs <= nowNs) {
      announceOnce(nowNs);
    }
    neighbours.onTimer(nowNs);
  }

  /** When {@link #onTimer} has something to do; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return Math.min(announceAtNs, neighbours.nextDeadlineNs());
  }

  /** How often another station claimed an address of ours on this link. */
  public long addressConflicts() {
    return addressConflicts;
  }

  /** Low half of the last address in conflict; its other owner is {@link #lastConflictMac()}. */
  public long lastConflictLow() {
    return conflictLow;
  }

  public long lastConflictMac() {
    return conflictMac;
  }

  ArpSender arp() {
    return arp;
  }

  void onAddressConflict(final int v4, final long mac) {
    addressConflicts++;
    conflictLow = IpAddress.v4Mapped(v4);
    conflictMac = mac;
  }

  private void announceOnce(final long nowNs) {
    for (int i = 0; i < addressCount; i++) {
      if (IpAddress.isV4Mapped(highs[i], lows[i])) {
        arp.announce(IpAddress.v4(lows[i]));
      }
    }
    announceAtNs = --announcementsLeft > 0 ? nowNs + ANNOUNCE_INTERVAL_NS : NEVER;
  }

  private boolean viaGateway(final long high, final long low) {
    return hasGateway && coveringAddress(high, low) < 0;
  }

  private int coveringAddress(final long high, final long low) {
    for (int i = 0; i < addressCount; i++) {
      if (((highs[i] ^ high) & mask(prefixes[i])) == 0 && ((lows[i] ^ low) & mask(prefixes[i] - 64)) == 0) {
        return i;
      }
    }
    return -1;
  }

  /** A mask of the first {@code bits} bits of a long. */
  private static long mask(final int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << 64 - bits;
  }
}
