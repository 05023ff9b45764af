package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.ArpPacket;
import org.braidwire.stack.wire.EthernetHeader;

/** Builds the ARP packets that leave one link (RFC 826, RFC 5227). Engine thread. */
final class ArpSender {
  private static final int FRAME_BYTES = EthernetHeader.BYTES + ArpPacket.BYTES;

  private final LinkAttachment link;
  private final PacketMemory memory;
  private final DropCounters drops;

  ArpSender(final LinkAttachment link, final PacketMemory memory, final DropCounters drops) {
    this.link = link;
    this.memory = memory;
    this.drops = drops;
  }

  /** Asks who has {@code targetV4}. */
  void request(final int targetV4) {
    send(EthernetHeader.BROADCAST, ArpPacket.REQUEST, link.sourceV4For(targetV4), 0, targetV4);
  }

  void reply(final int ourV4, final long targetMac, final int targetV4) {
    send(targetMac, ArpPacket.REPLY, ourV4, targetMac, targetV4);
  }

  /** RFC 5227 2.1.1: asks for our own address without saying that it is ours. */
  void probe(final int ourV4) {
    send(EthernetHeader.BROADCAST, ArpPacket.REQUEST, 0, 0, ourV4);
  }

  /** RFC 5227 2.3: sender and target are our address. */
  void announce(final int ourV4) {
    send(EthernetHeader.BROADCAST, ArpPacket.REQUEST, ourV4, 0, ourV4);
  }

  private void send(
      final long destination, final int operation, final int senderV4, final long targetMac, final int targetV4) {
    final FramePool frames = memory.frames();
    final long piece = frames.lease();
    if (piece == FramePool.NONE) {
      drops.count(DropReason.OUTPUT_NO_FRAME);
      return;
    }
    final long frame = piece + IpOutput.HEADROOM_BYTES - EthernetHeader.BYTES;
    EthernetHeader.write(frame, destination, link.macAddress(), EthernetHeader.TYPE_ARP);
    ArpPacket.write(frame + EthernetHeader.BYTES, operation, link.macAddress(), senderV4, targetMac, targetV4);
    if (!link.port().transmit(frame, FRAME_BYTES, 0, 0, Offload.NONE)) {
      drops.count(DropReason.OUTPUT_REFUSED);
      frames.release(frame);
    }
  }
}
