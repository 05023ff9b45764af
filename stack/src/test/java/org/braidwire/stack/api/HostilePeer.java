package org.braidwire.stack.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryPort;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.braidwire.stack.net.Crafted;
import org.braidwire.stack.wire.ArpPacket;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.DssChecksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.MptcpCrypto;
import org.braidwire.stack.wire.MptcpOptions;
import org.braidwire.stack.wire.OptionWriter;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/** One end of a wire that is no stack: opens or joins a connection by the rules and then sends what it likes. */
final class HostilePeer implements AutoCloseable {
  private static final long OWN_KEY = 0x0123_4567_89ab_cdefL;
  private static final int OWN_PORT = 40_000;
  private static final int ISS = 1_000;
  private static final int WINDOW = 0xffff;
  private static final int NONCE = 0x5eed;
  private static final int JOINER_ID = 9;
  private static final int CAPABLE_FLAGS_AT = 3;
  private static final int NO_JOIN_FLAG = 0x20;
  private static final int TCP_CHECKSUM_AT = 16;
  private static final int HEADERS = EthernetHeader.BYTES + Ipv4Header.BYTES;

  private final PacketMemory memory = PacketMemory.allocate(512, 1);
  private final RxBurst burst = new RxBurst();
  private final InboundSegment heard = new InboundSegment();
  private final OptionWriter options = new OptionWriter();
  private final MptcpCrypto crypto = new MptcpCrypto();
  private final MemoryPort port;
  private final long ownMac;
  private final long targetMac;
  private final int own;
  private int target;
  private final int targetPort;
  private int ack;
  private long targetKey;
  private boolean multipath;
  private boolean checksum;
  private boolean joining;
  private int targetNonce;
  long sent;

  /** Says so by flag C of MP_CAPABLE. */
  boolean takesNoJoins;

  /** Payload octets that came. */
  long heardBytes;

  /** Segments without octets before the one that is expected, which must be answered. */
  int probesHeard;

  int resetsHeard;

  /** Of the newest reset; -1 if it gave none. */
  int resetReason = -1;

  /** What MP_FAIL of the newest reset named, relative like {@link #sendMapped}; 0 for none. */
  long failedPosition;

  /** Address IDs of the MP_JOINs that came in SYN and SYN/ACK. */
  final List<Integer> joinAddressIds = new ArrayList<>();

  HostilePeer(
      final MemoryWire wire,
      final long ownMac,
      final String own,
      final long targetMac,
      final String target,
      final int targetPort) {
    port = wire.open(0, memory, ownMac);
    this.ownMac = ownMac;
    this.targetMac = targetMac;
    this.own = IpAddress.v4(IpAddress.parseLow(own));
    this.target = IpAddress.v4(IpAddress.parseLow(target));
    this.targetPort = targetPort;
  }

  void sendSyn(final boolean withMptcp, final boolean withChecksum) {
    multipath = withMptcp;
    checksum = withChecksum;
    final long tcp = begin();
    if (multipath) {
      options.mpCapableSyn(checksum);
      if (takesNoJoins) {
        final long flags = tcp + TcpHeader.MIN_BYTES + CAPABLE_FLAGS_AT;
        Memory.putByte(flags, Memory.getUnsignedByte(flags) | NO_JOIN_FLAG);
      }
    }
    finish(tcp, ISS, TcpFlags.SYN, 0);
  }

  /** Asks to join what {@code other} opened, at that address. */
  void sendJoin(final HostilePeer other, final String at) {
    target = IpAddress.v4(IpAddress.parseLow(at));
    multipath = true;
    joining = true;
    targetKey = other.targetKey;
    final long tcp = begin();
    options.mpJoinSyn(false, JOINER_ID, crypto.token(targetKey), NONCE);
    finish(tcp, ISS, TcpFlags.SYN, 0);
  }

  /** Answers the SYN/ACK; false while there is none. */
  boolean answered() {
    listen();
    if (ack == 0) {
      return false;
    }
    final long tcp = begin();
    if (joining) {
      final byte[] hmac = new byte[MptcpCrypto.HMAC_BYTES];
      crypto.joinAckHmac(OWN_KEY, targetKey, NONCE, targetNonce, hmac);
      options.mpJoinAck(hmac);
    } else if (multipath) {
      options.mpCapableAck(checksum, OWN_KEY, targetKey);
    }
    finish(tcp, ISS + 1, TcpFlags.ACK, 0);
    return true;
  }

  /** Takes what came. */
  void listen() {
    while (port.poll(burst) > 0) {
      for (int i = 0; i < burst.size(); i++) {
        final long frame = burst.address(i);
        if (EthernetHeader.type(frame) == EthernetHeader.TYPE_IPV4) {
          heard.decode(
              frame + HEADERS, Ipv4Header.totalBytes(frame + EthernetHeader.BYTES) - Ipv4Header.BYTES);
          onSegment(heard.mptcp());
        } else {
          onArp(frame + EthernetHeader.BYTES);
        }
        memory.release(frame);
      }
    }
  }

  private void onArp(final long packet) {
    if (ArpPacket.operation(packet) == ArpPacket.REQUEST && ArpPacket.targetV4(packet) == own) {
      final long frame = lease();
      final long answer = frame + EthernetHeader.BYTES;
      ArpPacket.write(
          answer, ArpPacket.REPLY, ownMac, own, ArpPacket.senderMac(packet), ArpPacket.senderV4(packet));
      EthernetHeader.write(frame, targetMac, ownMac, EthernetHeader.TYPE_ARP);
      port.transmit(frame, EthernetHeader.BYTES + ArpPacket.BYTES, 0, 0, Offload.NONE);
    }
  }

  private void onSegment(final MptcpOptions mptcp) {
    if (heard.has(TcpFlags.SYN)) {
      ack = heard.segSeq() + 1;
      if (mptcp.mpJoin().present()) {
        joinAddressIds.add(mptcp.mpJoin().addressId());
        targetNonce = mptcp.mpJoin().nonce();
      } else {
        targetKey = mptcp.mpCapable().senderKey();
      }
    } else if (heard.has(TcpFlags.RST)) {
      resetsHeard++;
      resetReason = mptcp.mpTcpRst().present() ? mptcp.mpTcpRst().reason() : -1;
      failedPosition = mptcp.mpFail().present() ? mptcp.mpFail().dsn() - crypto.idsn(OWN_KEY) : 0;
    } else if (heard.payloadBytes() > 0) {
      heardBytes += heard.payloadBytes();
      ack = heard.segSeq() + heard.payloadBytes();
    } else if (heard.segSeq() == ack - 1) {
      probesHeard++;
    }
  }

  /** Whether the wire takes a frame now. */
  boolean hasRoom() {
    answered(); // and nothing that was heard is kept
    return port.transmitRoom() > 0;
  }

  /** One octet at {@code position} of the subflow's stream, the first being 1. */
  void sendPlain(final int position) {
    finish(begin(), ISS + position, TcpFlags.ACK, 1);
  }

  /** The same with a mapping: at {@code dataPosition} of the data stream, the first being 1. */
  void sendMapped(final int position, final long dataPosition) {
    final long tcp = begin();
    options.dss(false, 0, true, crypto.idsn(OWN_KEY) + dataPosition, position, 1, false, 0, false);
    finish(tcp, ISS + position, TcpFlags.ACK, 1);
  }

  /** The same as a part of one mapping of {@code length} octets that begins at the front of both streams. */
  void sendPart(final int position, final int length) {
    final long tcp = begin();
    final long dsn = crypto.idsn(OWN_KEY) + 1;
    options.dss(false, 0, true, dsn, 1, length, true, DssChecksum.of(0, dsn, 1, length), false);
    finish(tcp, ISS + position, TcpFlags.ACK, 1);
  }

  /** The octets {@code [from, to)} of {@code message}, which one mapping carries to the front of both streams. */
  void sendPiece(final byte[] message, final int from, final int to) {
    sendPiece(Crafted.sum(message, 0, message.length, 0), message, from, to);
  }

  /** The same with a checksum for which the octets have {@code mappedSum}. */
  void sendPiece(final int mappedSum, final byte[] message, final int from, final int to) {
    final long tcp = begin();
    final long dsn = crypto.idsn(OWN_KEY) + 1;
    final int value = DssChecksum.of(mappedSum, dsn, 1, message.length);
    options.dss(false, 0, true, dsn, 1, message.length, true, value, false);
    finish(tcp, ISS + 1 + from, TcpFlags.ACK, Arrays.copyOfRange(message, from, to));
  }

  /** One octet at {@code position} that does not fit the checksum of its mapping. */
  void sendSpoilt(final int position, final long dataPosition) {
    final long tcp = begin();
    final long dsn = crypto.idsn(OWN_KEY) + dataPosition;
    options.dss(false, 0, true, dsn, position, 1, true, ~DssChecksum.of(0, dsn, position, 1) & 0xffff, false);
    finish(tcp, ISS + position, TcpFlags.ACK, 1);
  }

  /** One octet at {@code position} that begins an infinite mapping of {@code ssn} to {@code dataPosition}. */
  void sendInfinite(final int position, final long dataPosition, final int ssn) {
    final long tcp = begin();
    options.dss(false, 0, true, crypto.idsn(OWN_KEY) + dataPosition, ssn, 0, checksum, 0, false);
    finish(tcp, ISS + position, TcpFlags.ACK, 1);
  }

  /** A mapping of {@code length} with DATA_FIN on {@code payloadBytes} octets, beginning at {@code position}. */
  void sendFin(
      final int position,
      final long dataPosition,
      final int ssn,
      final int length,
      final int payloadBytes,
      final DssChecksumChoice choice) {
    final long tcp = begin();
    final long dsn = crypto.idsn(OWN_KEY) + dataPosition;
    final int right = DssChecksum.of(0, dsn, ssn, length);
    final int value = choice == DssChecksumChoice.WRONG ? ~right & 0xffff : right;
    options.dss(false, 0, true, dsn, ssn, length, choice != DssChecksumChoice.NONE, value, true);
    finish(tcp, ISS + position, TcpFlags.ACK, payloadBytes);
  }

  /** What a mapping has for a checksum. */
  enum DssChecksumChoice {
    NONE,
    RIGHT,
    WRONG
  }

  /** Acknowledges all that came, and of the data stream the first {@code octets}. */
  void sendDataAck(final int position, final long octets) {
    final long tcp = begin();
    options.dss(true, crypto.idsn(targetKey) + 1 + octets, false, 0, 0, 0, false, 0, false);
    finish(tcp, ISS + position, TcpFlags.ACK, 0);
  }

  /** Acknowledges all that came, without any option. */
  void sendBare(final int position, final int flags) {
    finish(begin(), ISS + position, TcpFlags.ACK | flags, 0);
  }

  private long begin() {
    final long tcp = lease() + HEADERS;
    options.begin(tcp + TcpHeader.MIN_BYTES);
    return tcp;
  }

  private long lease() {
    final long frame = memory.leaseFrame();
    if (frame == FramePool.NONE) {
      throw new AssertionError("the attacker has no frame left");
    }
    return frame;
  }

  private void finish(final long tcp, final int seq, final int flags, final int payloadBytes) {
    finish(tcp, seq, flags, new byte[payloadBytes]);
  }

  private void finish(final long tcp, final int seq, final int flags, final byte[] payload) {
    options.pad();
    final int headerBytes = TcpHeader.MIN_BYTES + options.bytes();
    final int tcpBytes = headerBytes + payload.length;
    Memory.put(tcp + headerBytes, payload, 0, payload.length);
    TcpHeader.write(tcp, OWN_PORT, targetPort, seq, ack, headerBytes, flags, WINDOW);
    final int sum = Checksum.add(Checksum.tcpPseudoHeader4(own, target, tcpBytes), Checksum.partial(tcp, tcpBytes));
    Memory.putShort(tcp + TCP_CHECKSUM_AT, Checksum.finish(sum));
    final long frame = tcp - HEADERS;
    Ipv4Header.write(
        frame + EthernetHeader.BYTES, 0, Ipv4Header.BYTES + tcpBytes, 0, Ipv4Header.PROTOCOL_TCP, own, target);
    EthernetHeader.write(frame, targetMac, ownMac, EthernetHeader.TYPE_IPV4);
    port.transmit(frame, HEADERS + tcpBytes, 0, 0, Offload.NONE);
    sent++;
  }

  @Override
  public void close() {
    port.close();
    memory.close();
  }
}
