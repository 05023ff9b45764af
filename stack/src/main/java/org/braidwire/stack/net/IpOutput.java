package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpHeader;

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

  static final int HEADERS_BYTES = EthernetHeader.BYTES + Ipv4Header.BYTES;
  private static final int TCP_CHECKSUM_AT = 16;

  /** The device completes a TCP checksum of which the pseudo-header's part is made. */
  static final long CHECKSUM_BY_DEVICE =
      Offload.of(Offload.NEEDS_CHECKSUM, Offload.SEGMENT_NONE, HEADERS_BYTES, TCP_CHECKSUM_AT, 0);

  /** Segments of a run that are cut here: as many as a device likes in a batch. */
  private static final int MAX_CUT_SEGMENTS = 32;

  /** Segments of a run that the device cuts; the bound on its octets is {@link LinkAttachment#gsoMaxBytes()}. */
  private static final int MAX_GSO_SEGMENTS = 64;

  private final Attachments links;
  private final PacketMemory memory;
  private final DropCounters drops;
  private final RunCutter cutter;
  private long nowNs;
  private int nextId;
  private long packetsSent;

  public IpOutput(final Attachments links, final PacketMemory memory, final DropCounters drops) {
    this.links = links;
    this.memory = memory;
    this.drops = drops;
    cutter = new RunCutter(this, memory);
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

  /** How many segments of a run the link takes now; 0 when it is down or full. */
  public int burstSegments(final LinkAttachment link) {
    if (!link.port().linkUp()) {
      return 0;
    }
    final int roomFrames = link.port().transmitRoom();
    return link.gsoMaxBytes() > 0 && roomFrames > 0 ? MAX_GSO_SEGMENTS : Math.min(roomFrames, MAX_CUT_SEGMENTS);
  }

  /**
   * Sends a TCP segment, or a run of them, whose header, options included and the checksum 0, the caller wrote. The
   * device cuts a run where it can, else it is cut here.
   *
   * @param tcpAddress from {@link #beginSegment}; its frame is no longer the caller's, whatever is returned
   * @param payloadAddress in either pool, ignored when empty; the caller keeps its reference, the port gets one
   *     of its own
   * @param segmentBytes payload octets of each segment of a run, or at least {@code payloadBytes} where it is none
   * @param sums what is known of the payload's sums; what is not is summed here, or by the device
   * @param tosByte DSCP and ECN
   * @return false if the device was full and nothing was sent. True if the frame was given to the device, waits
   *     for its next hop's address, or was dropped with a counter, all of which look the same from the other end
   */
  public boolean sendSegment(
      final Route route,
      final long tcpAddress,
      final int tcpHeaderBytes,
      final long payloadAddress,
      final int payloadBytes,
      final int segmentBytes,
      final PayloadSums sums,
      final int tosByte) {
    final int headersBytes = Ipv4Header.BYTES + tcpHeaderBytes;
    if (headersBytes + Math.min(payloadBytes, segmentBytes) > route.link().mtuBytes()) {
      drops.count(DropReason.OUTPUT_EXCEEDS_MTU);
      memory.frames().release(tcpAddress);
      return true;
    }
    final boolean run = payloadBytes > segmentBytes;
    if (run && headersBytes + payloadBytes > route.link().gsoMaxBytes()) {
      return cutter.send(
          route, tcpAddress, tcpHeaderBytes, payloadAddress, payloadBytes, segmentBytes, sums, tosByte);
    }
    return sendPacket(
        route,
        tcpAddress,
        tcpHeaderBytes,
        payloadAddress,
        payloadBytes,
        run ? segmentBytes : 0,
        run ? Checksum.UNKNOWN : sums.ofSegment(0),
        tosByte);
  }

  /**
   * Gives one packet to the device, with {@code gsoBytes} a run that the device is to cut into so large payloads.
   *
   * @param knownSum of the payload, or {@link Checksum#UNKNOWN}
   */
  boolean sendPacket(
      final Route route,
      final long tcpAddress,
      final int tcpHeaderBytes,
      final long payloadAddress,
      final int payloadBytes,
      final int gsoBytes,
      final int knownSum,
      final int tosByte) {
    assert Memory.getShort(tcpAddress + TCP_CHECKSUM_AT) == 0 : "the checksum is made here";
    final int pseudoSum = pseudoSum(route, tcpHeaderBytes + payloadBytes);
    long offload = Offload.NONE;
    if (route.link().checksumOffload()) {
      TcpHeader.checksum(tcpAddress, pseudoSum);
      offload = gsoBytes == 0
          ? CHECKSUM_BY_DEVICE
          : Offload.of(
              Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, HEADERS_BYTES, TCP_CHECKSUM_AT, gsoBytes);
    } else {
      final int sum = Checksum.add(pseudoSum, Checksum.ofHeader(tcpAddress, tcpHeaderBytes));
      final int payloadSum = payloadSum(knownSum, payloadAddress, payloadBytes);
      TcpHeader.checksum(tcpAddress, Checksum.finish(Checksum.add(sum, payloadSum)));
    }
    final long frame = writeIp(
        route.link(),
        tcpAddress,
        tcpHeaderBytes + payloadBytes,
        nextId++,
        Ipv4Header.PROTOCOL_TCP,
        route.srcV4(),
        route.dstV4(),
        tosByte);
    return sendFrame(route, frame, HEADERS_BYTES + tcpHeaderBytes, payloadAddress, payloadBytes, offload);
  }

  /** The known sum of a payload, or else the one made here. */
  static int payloadSum(final int knownSum, final long payloadAddress, final int payloadBytes) {
    return knownSum == Checksum.UNKNOWN ? Checksum.partial(payloadAddress, payloadBytes) : knownSum;
  }

  /** The sum of the pseudo-header of a segment of {@code tcpBytes} octets that goes by {@code route}. */
  static int pseudoSum(final Route route, final int tcpBytes) {
    return Checksum.tcpPseudoHeader4(route.srcV4(), route.dstV4(), tcpBytes);
  }

  /**
   * Puts before a TCP header that is to be copied what lies before each copy; {@link #sendCopy} gives the copies their
   * identifications. Returns where the frame begins.
   */
  long writeTemplate(final Route route, final long tcpAddress, final int tcpBytes, final int tosByte) {
    return writeIp(
        route.link(), tcpAddress, tcpBytes, 0, Ipv4Header.PROTOCOL_TCP, route.srcV4(), route.dstV4(), tosByte);
  }

  /** Gives a packet to the device whose headers are a copy of a template, of which {@code ipSum} was taken. */
  boolean sendCopy(
      final Route route,
      final long frame,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload,
      final int ipSum) {
    Ipv4Header.renumber(frame + EthernetHeader.BYTES, nextId++, ipSum);
    return sendFrame(route, frame, headerBytes, payloadAddress, payloadBytes, offload);
  }

  private boolean sendFrame(
      final Route route,
      final long frame,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    if (payloadBytes > 0) {
      memory.retain(payloadAddress);
    }
    return forward(route, frame, headerBytes, payloadAddress, payloadBytes, offload);
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
    final long frame = writeIp(link, icmp, bytes, nextId++, Ipv4Header.PROTOCOL_ICMP, srcV4, dstV4, 0);
    if (!give(link, mac, frame, HEADERS_BYTES + bytes, 0, 0, Offload.NONE)) {
      drops.count(DropReason.OUTPUT_REFUSED);
    }
  }

  private long writeIp(
      final LinkAttachment link,
      final long transport,
      final int transportBytes,
      final int id,
      final int protocol,
      final int srcV4,
      final int dstV4,
      final int tosByte) {
    final long ip = transport - Ipv4Header.BYTES;
    Ipv4Header.write(ip, tosByte, Ipv4Header.BYTES + transportBytes, id, protocol, srcV4, dstV4);
    final long frame = ip - EthernetHeader.BYTES;
    EthernetHeader.write(frame, 0, link.macAddress(), EthernetHeader.TYPE_IPV4);
    return frame;
  }

  private boolean forward(
      final Route route,
      final long frame,
      final int headerBytes,
      final long payload,
      final int payloadBytes,
      final long offload) {
    final LinkAttachment link = route.link();
    if (route.peerMac() != 0) {
      return give(link, route.peerMac(), frame, headerBytes, payload, payloadBytes, offload);
    }
    final long hopHigh = link.nextHopHigh(route.dstHigh(), route.dstLow());
    final long hopLow = link.nextHopLow(route.dstHigh(), route.dstLow());
    final long mac = link.neighbours().resolve(hopHigh, hopLow, nowNs);
    if (mac != 0) {
      return give(link, mac, frame, headerBytes, payload, payloadBytes, offload);
    }
    link.neighbours().hold(hopHigh, hopLow, frame, headerBytes, payload, payloadBytes, offload);
    return true;
  }

  /** Gives a frame to the device, and takes both references back and releases them where it is full. */
  private boolean give(
      final LinkAttachment link,
      final long mac,
      final long frame,
      final int headerBytes,
      final long payload,
      final int payloadBytes,
      final long offload) {
    EthernetHeader.setDestination(frame, mac);
    if (link.port().transmit(frame, headerBytes, payload, payloadBytes, offload)) {
      packetsSent++;
      return true;
    }
    memory.frames().release(frame);
    if (payloadBytes > 0) {
      memory.release(payload);
    }
    return false;
  }
}
