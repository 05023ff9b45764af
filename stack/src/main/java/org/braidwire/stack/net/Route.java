package org.braidwire.stack.net;

import org.braidwire.stack.wire.IpAddress;

/**
 * How segments get from an own address to a peer's: the link, both addresses, and the next hop's Ethernet address
 * where the sender knows it. Belongs to whoever sends by it; engine thread.
 */
public final class Route {
  private LinkAttachment link;
  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private long peerMac;

  /** Sets all of it. */
  public Route set(
      final LinkAttachment link,
      final long srcHigh,
      final long srcLow,
      final long dstHigh,
      final long dstLow,
      final long peerMac) {
    this.link = link;
    this.srcHigh = srcHigh;
    this.srcLow = srcLow;
    this.dstHigh = dstHigh;
    this.dstLow = dstLow;
    this.peerMac = peerMac;
    return this;
  }

  public LinkAttachment link() {
    return link;
  }

  public long srcHigh() {
    return srcHigh;
  }

  public long srcLow() {
    return srcLow;
  }

  public long dstHigh() {
    return dstHigh;
  }

  public long dstLow() {
    return dstLow;
  }

  /** Ethernet address of the next hop, 0 where it is to be resolved. */
  public long peerMac() {
    return peerMac;
  }

  public void peerMac(final long mac) {
    peerMac = mac;
  }

  int srcV4() {
    assert IpAddress.isV4Mapped(srcHigh, srcLow) : "IPv4 only";
    return IpAddress.v4(srcLow);
  }

  int dstV4() {
    assert IpAddress.isV4Mapped(dstHigh, dstLow) : "IPv4 only";
    return IpAddress.v4(dstLow);
  }
}
