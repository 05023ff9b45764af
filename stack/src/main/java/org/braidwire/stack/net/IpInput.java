package org.braidwire.stack.net;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * Takes frames from the ports and validates them down to the TCP or ICMP header; what does not pass is dropped
 * and counted by reason. Releases every frame when its handling returned. Engine thread; never allocates.
 */
public final class IpInput {
  private static final int VERSION = 4;

  /** Both are broadcast addresses, which is never right. */
  private static final long NO_ADDRESSES = -1;

  private final Attachments links;
  private final PacketMemory memory;
  private final IpOutput output;
  private final DropCounters drops;
  private final RxBurst burst = new RxBurst();
  private final ArpHandler arp;
  private final IcmpHandler icmp;
  private final TcpInput tcp;
  /** Source and destination of the last packet whose addresses were right: nearly every packet has the same. */
  private long lastAddresses = NO_ADDRESSES;

  private int firstLink;
  private long framesTaken;

  public IpInput(
      final Attachments links,
      final PacketMemory memory,
      final IpOutput output,
      final SegmentHandler handler,
      final DropCounters drops) {
    this.links = links;
    this.memory = memory;
    this.output = output;
    this.drops = drops;
    arp = new ArpHandler(links, drops);
    icmp = new IcmpHandler(links, output, handler, drops);
    tcp = new TcpInput(handler, drops);
  }

  /** Tells {@code listener}, too, what other stations say of themselves by ARP. */
  public void arpListener(final ArpListener listener) {
    arp.listener(listener);
  }

  /** Handles one burst of every link, each cycle beginning with another; returns how many frames there were. */
  public int poll(final long nowNs) {
    output.onCycle(nowNs);
    final int count = links.size();
    int frames = 0;
    for (int i = 0; i < count; i++) {
      final LinkAttachment link = links.get((firstLink + i) % count);
      final int taken = link.port().poll(burst);
      for (int f = 0; f < taken; f++) {
        onFrame(link, burst.address(f), burst.bytes(f), burst.offload(f), nowNs);
      }
      frames += taken;
    }
    firstLink = firstLink + 1 < count ? firstLink + 1 : 0;
    return frames;
  }

  /** Handles one frame and releases it. */
  public void onFrame(
      final LinkAttachment link, final long frame, final int bytes, final long offload, final long nowNs) {
    framesTaken++;
    if (Offload.has(offload, Offload.TRUNCATED)) {
      drops.count(DropReason.FRAME_TRUNCATED);
    } else if (bytes < EthernetHeader.BYTES) {
      drops.count(DropReason.ETHERNET_TOO_SHORT);
    } else {
      onEthernet(link, frame, bytes, offload, nowNs);
    }
    memory.release(frame);
  }

  public long framesTaken() {
    return framesTaken;
  }

  /** Segments given to the handler. */
  public long segmentsAccepted() {
    return tcp.accepted();
  }

  /** Segments accepted without a whole checksum, because the port or the link's configuration vouched for it. */
  public long partialChecksumsAccepted() {
    return tcp.partialChecksumsAccepted();
  }

  public long echoReplies() {
    return icmp.echoReplies();
  }

  private void onEthernet(
      final LinkAttachment link, final long frame, final int bytes, final long offload, final long nowNs) {
    final long destination = EthernetHeader.destination(frame);
    final boolean broadcast = destination == EthernetHeader.BROADCAST;
    if (!broadcast && destination != link.macAddress()) {
      drops.count(DropReason.ETHERNET_NOT_OURS);
      return;
    }
    if (!EthernetHeader.isStation(EthernetHeader.source(frame))) {
      drops.count(DropReason.ETHERNET_BAD_SOURCE);
      return;
    }
    final long body = frame + EthernetHeader.BYTES;
    final int bodyBytes = bytes - EthernetHeader.BYTES;
    switch (EthernetHeader.type(frame)) {
      case EthernetHeader.TYPE_IPV4 -> onIpv4(link, frame, body, bodyBytes, broadcast, offload, nowNs);
      case EthernetHeader.TYPE_ARP -> arp.onPacket(link, body, bodyBytes, nowNs);
      case EthernetHeader.TYPE_IPV6 -> drops.count(DropReason.ETHERNET_IPV6);
      default -> drops.count(DropReason.ETHERNET_UNKNOWN_TYPE);
    }
  }

  private void onIpv4(
      final LinkAttachment link,
      final long frame,
      final long ip,
      final int bytes,
      final boolean broadcast,
      final long offload,
      final long nowNs) {
    final DropReason fault = headerFault(ip, bytes);
    if (fault != null) {
      drops.count(fault);
      return;
    }
    final DropReason refusal = addressFault(ip, broadcast);
    if (refusal != null) {
      drops.count(refusal);
      return;
    }
    final int headerBytes = Ipv4Header.headerBytes(ip); // RFC 1122 3.2.1.8: options are understood by skipping them
    final long transport = ip + headerBytes;
    final int transportBytes = Ipv4Header.totalBytes(ip) - headerBytes; // what follows is padding
    switch (Ipv4Header.protocol(ip)) {
      case Ipv4Header.PROTOCOL_TCP -> tcp.onSegment(link, frame, ip, transport, transportBytes, offload, nowNs);
      case Ipv4Header.PROTOCOL_ICMP -> icmp.onMessage(link, frame, ip, transport, transportBytes, nowNs);
      default -> drops.count(DropReason.IP_UNKNOWN_PROTOCOL);
    }
  }

  private static DropReason headerFault(final long ip, final int bytes) {
    if (bytes < Ipv4Header.BYTES) {
      return DropReason.IP_TOO_SHORT;
    }
    if (Ipv4Header.version(ip) != VERSION) {
      return DropReason.IP_BAD_VERSION;
    }
    final int headerBytes = Ipv4Header.headerBytes(ip);
    if (headerBytes < Ipv4Header.BYTES || headerBytes > bytes) {
      return DropReason.IP_BAD_HEADER_LENGTH;
    }
    if (!Ipv4Header.checksumIsValid(ip, headerBytes)) {
      return DropReason.IP_BAD_CHECKSUM;
    }
    final int totalBytes = Ipv4Header.totalBytes(ip);
    if (totalBytes < headerBytes) {
      return DropReason.IP_BAD_TOTAL_LENGTH;
    }
    if (totalBytes > bytes) {
      return DropReason.IP_TRUNCATED;
    }
    if (Ipv4Header.isFragment(ip)) {
      return DropReason.IP_FRAGMENT;
    }
    return Ipv4Header.ttl(ip) == 0 ? DropReason.IP_TTL_EXPIRED : null;
  }

  private DropReason addressFault(final long ip, final boolean broadcast) {
    final long addresses = Ipv4Header.addresses(ip);
    if (addresses != lastAddresses) {
      final int source = Ipv4Header.source(ip);
      if (!links.isPossibleSource(source) || links.ownsV4(source)) {
        return DropReason.IP_BAD_SOURCE;
      }
      if (!links.owns(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(Ipv4Header.destination(ip)))) {
        return DropReason.IP_NOT_OUR_ADDRESS;
      }
      lastAddresses = addresses; // own addresses are fixed when the engine starts
    }
    return broadcast ? DropReason.IP_LINK_BROADCAST : null; // RFC 1122 3.3.6
  }
}
