package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IcmpHeader;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/** Answers echo requests and hands unreachable messages upwards (RFC 792, RFC 1122 3.2.2). Engine thread. */
final class IcmpHandler {
  /** Echo replies a second; an answer never costs more than this. */
  static final int ECHOES_PER_SECOND = 200;

  static final int ECHO_BURST = 50;

  /** RFC 792: at least the first eight octets of the datagram are quoted: ports and sequence number. */
  private static final int QUOTED_TCP_BYTES = 8;

  private final Attachments links;
  private final IpOutput output;
  private final SegmentHandler handler;
  private final DropCounters drops;
  private final RateLimit echoLimit = new RateLimit(ECHOES_PER_SECOND, ECHO_BURST);
  private long echoReplies;

  IcmpHandler(
      final Attachments links, final IpOutput output, final SegmentHandler handler, final DropCounters drops) {
    this.links = links;
    this.output = output;
    this.handler = handler;
    this.drops = drops;
  }

  long echoReplies() {
    return echoReplies;
  }

  void onMessage(
      final LinkAttachment link,
      final long frame,
      final long ip,
      final long icmp,
      final int bytes,
      final long nowNs) {
    if (bytes < IcmpHeader.BYTES) {
      drops.count(DropReason.ICMP_TOO_SHORT);
    } else if (!IcmpHeader.checksumIsValid(icmp, bytes)) {
      drops.count(DropReason.ICMP_BAD_CHECKSUM);
    } else if (IcmpHeader.type(icmp) == IcmpHeader.ECHO_REQUEST) {
      onEchoRequest(link, frame, ip, icmp, bytes, nowNs);
    } else if (IcmpHeader.type(icmp) == IcmpHeader.UNREACHABLE) {
      onUnreachable(icmp, bytes);
    } else {
      drops.count(DropReason.ICMP_IGNORED_TYPE);
    }
  }

  private void onEchoRequest(
      final LinkAttachment link,
      final long frame,
      final long ip,
      final long icmp,
      final int bytes,
      final long nowNs) {
    if (bytes > link.mtuBytes() - Ipv4Header.BYTES || bytes > FramePool.FRAME_BYTES - IpOutput.HEADROOM_BYTES) {
      drops.count(DropReason.ICMP_ECHO_TOO_LARGE);
      return;
    }
    if (!echoLimit.tryTake(nowNs)) {
      drops.count(DropReason.ICMP_RATE_LIMITED);
      return;
    }
    final long reply = output.beginSegment();
    if (reply == FramePool.NONE) {
      return;
    }
    Memory.copy(icmp, reply, bytes);
    IcmpHeader.complete(reply, IcmpHeader.ECHO_REPLY, 0, bytes);
    final long mac = EthernetHeader.source(frame);
    output.sendIcmp(link, mac, Ipv4Header.destination(ip), Ipv4Header.source(ip), reply, bytes);
    echoReplies++;
  }

  private void onUnreachable(final long icmp, final int bytes) {
    final long quoted = icmp + IcmpHeader.BYTES;
    final int quotedBytes = bytes - IcmpHeader.BYTES;
    if (quotedBytes < Ipv4Header.BYTES || !quotesOurSegment(quoted, quotedBytes)) {
      drops.count(DropReason.ICMP_BAD_QUOTE);
      return;
    }
    final long tcp = quoted + Ipv4Header.headerBytes(quoted);
    final int code = IcmpHeader.code(icmp);
    handler.onUnreachable(
        Ipv4Header.MAPPED_HIGH,
        IpAddress.v4Mapped(Ipv4Header.destination(quoted)),
        Ipv4Header.MAPPED_HIGH,
        IpAddress.v4Mapped(Ipv4Header.source(quoted)),
        Memory.getUnsignedShort(tcp),
        Memory.getUnsignedShort(tcp + 2),
        Memory.getInt(tcp + 4),
        code,
        code == IcmpHeader.CODE_FRAGMENTATION_NEEDED ? IcmpHeader.nextHopMtuBytes(icmp) : 0);
  }

  private boolean quotesOurSegment(final long quoted, final int quotedBytes) {
    final int headerBytes = Ipv4Header.headerBytes(quoted);
    return Ipv4Header.version(quoted) == 4
        && headerBytes >= Ipv4Header.BYTES
        && quotedBytes >= headerBytes + QUOTED_TCP_BYTES
        && Ipv4Header.protocol(quoted) == Ipv4Header.PROTOCOL_TCP
        && !Ipv4Header.isLaterFragment(quoted)
        && links.ownsV4(Ipv4Header.source(quoted));
  }
}
