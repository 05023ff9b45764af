package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * Puts IP and Ethernet headers before a segment, finds the next hop, makes the checksum and gives the frame to
 * the link's port. Engine thread.
 *
 * <p>The floor above begins a segment, writes its TCP header at the address it got, and sends it; sending always
 * consumes the header's frame, and never the caller's own reference to the payload.
 */
public final class IpOutput {
  /**
   * Room before a transport header in its frame: Ethernet and IPv6 (54 octets) and a device's own header (10),
   * and a multiple of 8.
   */
  public static final int HEADROOM_BYTES = 64;

  /** Ask for the payload to be summed here. */
  public static final int SUM_PAYLOAD_HERE = -1;

  private static final int HEADERS_BYTES = EthernetHeader.BYTES + Ipv4Header.BYTES;
  private static final int TCP_CHECKSUM_AT = 16;

  private final Attachments links;
  private final PacketMemory memory;
  private final DropCounters drops;
  private long nowNs;
  private int nextId;
  private long packetsSent;

  public IpOutput(final Attachments links, final PacketMemory memory, final DropCounters drops) {
    this.links = links;
    this.memory = memory;
    this.drops = drops;
  }

  /** The time of this cycle; {@link IpInput#poll} tells it, so that senders need not. */
  public void onCycle(final long cycleNowNs) {
    nowNs = cycleNowNs;
  }

  /** Where to write a TCP header of any length, in a fresh frame, or {@link FramePool#NONE}, which is counted. */
  public long beginSegment() {
    final long piece = memory.frames().lease();
    if (piece == FramePool.NONE) {
      drops.count(DropReason.OUTPUT_NO_FRAME);
      return FramePool.NONE;
    }
    return piece + HEADROOM_BYTES;
  }

  /** Gives back what {@link #beginSegment} gave, unsent. */
  public void abandonSegment(final long tcpAddress) {
    memory.frames().release(tcpAddress);
  }

  /** Whether the link is up and its device takes a frame now. */
  public boolean canSend(final LinkAttachment link) {
    return link.port().linkUp() && link.port().transmitRoom() > 0;
  }

  /**
   * Sends a TCP segment whose header, options included and the checksum 0, the caller wrote.
   *
   * @param peerMac Ethernet address of the next hop if the caller knows it (it answers a frame from there), or 0
   * @param tcpAddress from {@link #beginSegment}; its frame is no longer the caller's, whatever is returned
   * @param payloadAddress in either pool, ignored when empty; the caller keeps its reference, the port gets one
   *     of its own
   * @param payloadPartialSum sum of the payload as {@link Checksum#partial} gives it, or {@link #SUM_PAYLOAD_HERE}
   * @param tosByte DSCP and ECN
   * @return false if the device was full and nothing was sent. True if the frame was given to the device, waits
   *     for its next hop's address, or was dropped with a counter, all of which look the same from the other end
   */
  public boolean sendSegment(
      final LinkAttachment link,
      final long peerMac,
      final long srcHigh,
      final long srcLow,
      final long dstHigh,
      final long dstLow,
      final long tcpAddress,
      final int tcpHeaderBytes,
      final long payloadAddress,
      final int payloadBytes,
      final int payloadPartialSum,
      final int tosByte) {
    assert IpAddress.isV4Mapped(srcHigh, srcLow) && IpAddress.isV4Mapped(dstHigh, dstLow) : "IPv4 only";
    final int srcV4 = IpAddress.v4(srcLow);
    final int dstV4 = IpAddress.v4(dstLow);
    final int tcpBytes = tcpHeaderBytes + payloadBytes;
    if (Ipv4Header.BYTES + tcpBytes > link.mtuBytes()) {
      drops.count(DropReason.OUTPUT_EXCEEDS_MTU);
      memory.frames().release(tcpAddress);
      return true;
    }
    assert Memory.getShort(tcpAddress + TCP_CHECKSUM_AT) == 0 : "the checksum is made here";
    int sum = Checksum.tcpPseudoHeader4(srcV4, dstV4, tcpBytes);
    sum = Checksum.add(sum, Checksum.ofHeader(tcpAddress, tcpHeaderBytes));
    if (payloadBytes > 0) {
      final boolean sumHere = payloadPartialSum == SUM_PAYLOAD_HERE;
      sum = Checksum.add(sum, sumHere ? Checksum.partial(payloadAddress, payloadBytes) : payloadPartialSum);
      retain(payloadAddress);
    }
    Memory.putShort(tcpAddress + TCP_CHECKSUM_AT, Checksum.finish(sum));
    final long frame = writeIp(link, tcpAddress, tcpBytes, Ipv4Header.PROTOCOL_TCP, srcV4, dstV4, tosByte);
    return route(
        link, peerMac, dstHigh, dstLow, frame, HEADERS_BYTES + tcpHeaderBytes, payloadAddress, payloadBytes);
  }

  /** The Ethernet address that a packet to this destination would go to, or 0 if it is not known; asks nobody. */
  public long resolvedMac(final LinkAttachment link, final long dstHigh, final long dstLow) {
    return link.neighbours().peek(link.nextHopHigh(dstHigh, dstLow), link.nextHopLow(dstHigh, dstLow));
  }

  /** Makes every device send what it was given. */
  public void flush() {
    for (int i = 0; i < links.size(); i++) {
      links.get(i).port().flush();
    }
  }

  /** IP packets that devices took. */
  public long packetsSent() {
    return packetsSent;
  }

  /** Sends an ICMP message that was begun by {@link #beginSegment} and summed, back to where its cause came from. */
  void sendIcmp(
      final LinkAttachment link,
      final long mac,
      final int srcV4,
      final int dstV4,
      final long icmp,
      final int bytes) {
    final long frame = writeIp(link, icmp, bytes, Ipv4Header.PROTOCOL_ICMP, srcV4, dstV4, 0);
    if (!give(link, mac, frame, HEADERS_BYTES + bytes, 0, 0)) {
      drops.count(DropReason.OUTPUT_REFUSED);
    }
  }

  private long writeIp(
      final LinkAttachment link,
      final long transport,
      final int transportBytes,
      final int protocol,
      final int srcV4,
      final int dstV4,
      final int tosByte) {
    final long ip = transport - Ipv4Header.BYTES;
    final int id = nextId++;
    Ipv4Header.write(ip, tosByte, Ipv4Header.BYTES + transportBytes, id, protocol, srcV4, dstV4);
    final long frame = ip - EthernetHeader.BYTES;
    EthernetHeader.write(frame, 0, link.macAddress(), EthernetHeader.TYPE_IPV4);
    return frame;
  }

  private boolean route(
      final LinkAttachment link,
      final long peerMac,
      final long dstHigh,
      final long dstLow,
      final long frame,
      final int headerBytes,
      final long payload,
      final int payloadBytes) {
    if (peerMac != 0) {
      return give(link, peerMac, frame, headerBytes, payload, payloadBytes);
    }
    final long hopHigh = link.nextHopHigh(dstHigh, dstLow);
    final long hopLow = link.nextHopLow(dstHigh, dstLow);
    final long mac = link.neighbours().resolve(hopHigh, hopLow, nowNs);
    if (mac != 0) {
      return give(link, mac, frame, headerBytes, payload, payloadBytes);
    }
    link.neighbours().hold(hopHigh, hopLow, frame, headerBytes, payload, payloadBytes);
    return true;
  }

  /** Gives a frame to the device, and takes both references back and releases them where it is full. */
  private boolean give(
      final LinkAttachment link,
      final long mac,
      final long frame,
      final int headerBytes,
      final long payload,
      final int payloadBytes) {
    EthernetHeader.setDestination(frame, mac);
    if (link.port().transmit(frame, headerBytes, payload, payloadBytes, Offload.NONE)) {
      packetsSent++;
      return true;
    }
    memory.frames().release(frame);
    if (payloadBytes > 0) {
      memory.release(payload);
    }
    return false;
  }

  private void retain(final long payload) {
    (memory.frames().owns(payload) ? memory.frames() : memory.chunks()).retain(payload);
  }
}
