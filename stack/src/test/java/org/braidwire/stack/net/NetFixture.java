package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;

/** A host with two links, 192.0.2.2/28 and 192.0.2.18/28, and its peer's frames made by hand. */
final class NetFixture implements SegmentHandler, AutoCloseable {
  static final long MAC_1 = 0x020000000001L;
  static final long MAC_2 = 0x020000000002L;
  static final long PEER_MAC = 0x020000000091L;
  static final long ALL = 0xffff_ffff_ffffL;
  static final int OWN_1 = v4("192.0.2.2");
  static final int OWN_2 = v4("192.0.2.18");
  static final int PEER = v4("192.0.2.1");
  static final long MS = 1_000_000L;
  static final PayloadSums NOT_SUMMED = index -> Checksum.UNKNOWN;

  final PacketMemory memory = PacketMemory.allocate(512, 4);
  final DropCounters drops = new DropCounters();
  final FakePort port1 = new FakePort(memory, MAC_1);
  final FakePort port2 = new FakePort(memory, MAC_2);
  final LinkAttachment link1;
  final LinkAttachment link2;
  final Attachments links = new Attachments();
  final IpOutput output;
  final IpInput input;
  private final Route route = new Route();
  final List<String> heard = new ArrayList<>();
  final List<String> unreachables = new ArrayList<>();
  boolean quiet;
  boolean retain;
  long lastPayload;
  int lastPayloadSum;
  long heardCount;
  long nowNs = 1_000 * MS;

  NetFixture() {
    link1 = new LinkAttachment(0, port1, memory, drops);
    link2 = new LinkAttachment(1, port2, memory, drops);
    link1.addAddress(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(OWN_1), 28);
    link2.addAddress(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(OWN_2), 28);
    links.add(link1);
    links.add(link2);
    output = new IpOutput(links, memory, drops);
    input = new IpInput(links, memory, output, this, drops);
    output.onCycle(nowNs);
  }

  static int v4(final String text) {
    return IpAddress.v4(IpAddress.parseLow(text));
  }

  @Override
  public boolean isOthers(final int link, final long frame, final long ip, final long tcp, final long offload) {
    return false;
  }

  @Override
  public void onSegment(final InboundSegment segment, final long frameAddress, final long atNs) {
    heardCount++;
    lastPayload = segment.payloadAddress();
    lastPayloadSum = segment.payloadSum();
    if (retain) {
      memory.frames().retain(frameAddress);
    }
    if (!quiet) {
      assertThat(memory.frames().start(frameAddress))
          .isEqualTo(memory.frames().start(segment.payloadAddress()));
      heard.add(
          "link " + segment.portIndex() + " " + IpAddress.format(segment.srcHigh(), segment.srcLow()) + " > "
              + IpAddress.format(segment.dstHigh(), segment.dstLow()) + " " + segment.payloadBytes()
              + " octets from "
              + Long.toHexString(segment.srcMac()));
    }
  }

  @Override
  public void onUnreachable(
      final long remoteHigh,
      final long remoteLow,
      final long localHigh,
      final long localLow,
      final int localPort,
      final int remotePort,
      final int segSeq,
      final int code,
      final int mtu) {
    if (!quiet) {
      unreachables.add(IpAddress.format(localHigh, localLow) + ":" + localPort + " > "
          + IpAddress.format(remoteHigh, remoteLow) + ":" + remotePort + " seq " + Integer.toHexString(segSeq)
          + " code " + code + " mtu " + mtu);
    }
  }

  void arrive(final FakePort port, final byte[] frame) {
    arrive(port, frame, Offload.NONE);
  }

  void arrive(final FakePort port, final byte[] frame, final long offload) {
    port.arrive(frame, offload);
    input.poll(nowNs);
  }

  /** The peer's packet for link 1. */
  byte[] ip(final byte[] packet) {
    return Crafted.ethernet(MAC_1, PEER_MAC, 0x0800, packet);
  }

  /** A good TCP segment from the peer to {@code destination}, in a frame for link 1. */
  byte[] segment(final int destination, final int payloadBytes) {
    return ip(Crafted.ipv4(PEER, destination, 6, Crafted.tcp(PEER, destination, new byte[payloadBytes])));
  }

  byte[] arp(final int operation, final int senderV4, final int targetV4) {
    return Crafted.ethernet(
        operation == 1 ? ALL : MAC_1,
        PEER_MAC,
        0x0806,
        Crafted.arp(operation, PEER_MAC, senderV4, 0, targetV4));
  }

  /** Sends a bare TCP header from our first address over link 1 and says what sending said. */
  boolean send(final int destination, final long peerMac, final long payload, final int payloadBytes) {
    final long tcp = output.beginSegment();
    for (int word = 0; word < 20; word += 4) {
      Memory.putInt(tcp + word, 0);
    }
    Memory.putByte(tcp + 12, 0x50);
    route.set(link1, 0, IpAddress.v4Mapped(OWN_1), 0, IpAddress.v4Mapped(destination), peerMac);
    return output.sendSegment(route, tcp, 20, payload, payloadBytes, payloadBytes, NOT_SUMMED, 0);
  }

  void advance(final long byNs) {
    nowNs += byNs;
    output.onCycle(nowNs);
    links.onTimer(nowNs);
  }

  void assertDropped(final DropReason reason, final long times) {
    assertThat(drops.get(reason)).as(reason.name()).isEqualTo(times);
    assertThat(drops.total()).as("all drops").isEqualTo(times);
  }

  /** Nothing may be leased at the end of a test. */
  @Override
  public void close() {
    assertThat(memory.frames().leased()).as("frames leaked").isZero();
    assertThat(memory.chunks().leased()).as("chunks leaked").isZero();
    memory.close();
  }
}
