package org.braidwire.stack.net;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.WireFault;

/** The end of {@link IpInput} for TCP: checks the checksum, parses the header, hands the segment up. Engine thread. */
final class TcpInput {
  private static final int MIN_HEADER_BYTES = 20;
  private static final int CHECKSUM_AT = 16;

  private final SegmentHandler handler;
  private final DropCounters drops;
  private final InboundSegment segment = new InboundSegment();
  private long accepted;
  private long partialChecksumsAccepted;

  /** Of the segment at hand; unknown while its checksum was not verified here. */
  private int tcpSum;

  TcpInput(final SegmentHandler handler, final DropCounters drops) {
    this.handler = handler;
    this.drops = drops;
  }

  long accepted() {
    return accepted;
  }

  long partialChecksumsAccepted() {
    return partialChecksumsAccepted;
  }

  void onSegment(
      final LinkAttachment link,
      final long frame,
      final long ip,
      final long tcp,
      final int bytes,
      final long offload,
      final long nowNs) {
    if (bytes < MIN_HEADER_BYTES) {
      drops.count(DropReason.TCP_TOO_SHORT);
      return;
    }
    if (handler.isOthers(link.index(), frame, ip, tcp, offload)) {
      return;
    }
    if (!checksumIsAcceptable(ip, tcp, bytes, offload)) {
      drops.count(DropReason.TCP_BAD_CHECKSUM);
      return;
    }
    segment.setAddresses(
        Ipv4Header.MAPPED_HIGH,
        IpAddress.v4Mapped(Ipv4Header.source(ip)),
        Ipv4Header.MAPPED_HIGH,
        IpAddress.v4Mapped(Ipv4Header.destination(ip)));
    segment.setArrival(link.index(), EthernetHeader.source(frame));
    segment.setSegmentBytes(Offload.segmentBytes(offload));
    if (segment.decode(tcp, bytes) != WireFault.NONE) {
      drops.count(DropReason.TCP_MALFORMED);
      return;
    }
    segment.setTcpSum(tcpSum);
    accepted++;
    handler.onSegment(segment, frame, nowNs);
  }

  /** RFC 9293 3.1: the checksum must be right (MUST-3), or never have been completed by a sender on this machine. */
  private boolean checksumIsAcceptable(final long ip, final long tcp, final int bytes, final long offload) {
    tcpSum = Checksum.UNKNOWN;
    if (Offload.has(offload, Offload.NEEDS_CHECKSUM)) {
      partialChecksumsAccepted++;
      return true;
    }
    if (Offload.has(offload, Offload.CHECKSUM_VALID)) {
      return true;
    }
    final int pseudo = Checksum.tcpPseudoHeader4(Ipv4Header.source(ip), Ipv4Header.destination(ip), bytes);
    if (Offload.has(offload, Offload.MAYBE_PARTIAL) && Memory.getUnsignedShort(tcp + CHECKSUM_AT) == pseudo) {
      partialChecksumsAccepted++;
      return true;
    }
    tcpSum = Checksum.partial(tcp, bytes);
    return Checksum.finish(Checksum.add(pseudo, tcpSum)) == 0;
  }
}
