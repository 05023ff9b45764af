package org.braidwire.stack.net;

import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.ArpPacket;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * Answers and learns from ARP packets (RFC 826). Answers on any link for the addresses of every link, as Linux
 * does; learns only from who asks for us and from answers that were asked for. Engine thread.
 */
final class ArpHandler {
  private final Attachments links;
  private final DropCounters drops;
  private ArpListener listener = (link, frame, bytes) -> {};

  ArpHandler(final Attachments links, final DropCounters drops) {
    this.links = links;
    this.drops = drops;
  }

  /** Tells {@code other}, too, what stations say of themselves. */
  void listener(final ArpListener other) {
    listener = other;
  }

  void onPacket(final LinkAttachment link, final long address, final int bytes, final long nowNs) {
    if (bytes < ArpPacket.BYTES) {
      drops.count(DropReason.ARP_TOO_SHORT);
      return;
    }
    if (!ArpPacket.isValid(address)) {
      drops.count(DropReason.ARP_MALFORMED);
      return;
    }
    final long mac = ArpPacket.senderMac(address);
    final int senderV4 = ArpPacket.senderV4(address);
    final boolean request = ArpPacket.operation(address) == ArpPacket.REQUEST;
    if (links.ownsMac(mac)) {
      drops.count(DropReason.ARP_OWN_ECHO);
    } else if (links.ownsV4(senderV4)) {
      drops.count(DropReason.ARP_ADDRESS_CONFLICT); // RFC 5227 2.4
      link.onAddressConflict(senderV4, mac);
    } else if (senderV4 != 0 && !links.isPossibleSource(senderV4)) {
      drops.count(DropReason.ARP_MALFORMED);
    } else {
      final int targetV4 = ArpPacket.targetV4(address);
      if (!request || senderV4 == targetV4) {
        listener.onArp(link, address - EthernetHeader.BYTES, bytes + EthernetHeader.BYTES);
      }
      if (request) {
        onRequest(link, mac, senderV4, targetV4, nowNs);
      } else {
        onReply(link, mac, senderV4, nowNs);
      }
    }
  }

  private void onRequest(
      final LinkAttachment link, final long mac, final int senderV4, final int targetV4, final long nowNs) {
    if (!links.ownsV4(targetV4)) {
      drops.count(DropReason.ARP_NOT_FOR_US);
      link.neighbours().onAnnouncement(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(senderV4), mac, nowNs);
      return;
    }
    if (senderV4 != 0) { // RFC 5227 2.1.1: a probe says nothing of its sender
      link.neighbours().onRequest(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(senderV4), mac, nowNs);
    }
    link.arp().reply(targetV4, mac, senderV4);
  }

  private void onReply(final LinkAttachment link, final long mac, final int senderV4, final long nowNs) {
    final long low = IpAddress.v4Mapped(senderV4);
    if (!link.neighbours().onReply(Ipv4Header.MAPPED_HIGH, low, mac, nowNs)) {
      drops.count(DropReason.ARP_UNSOLICITED);
      link.neighbours().onAnnouncement(Ipv4Header.MAPPED_HIGH, low, mac, nowNs);
    }
  }
}
