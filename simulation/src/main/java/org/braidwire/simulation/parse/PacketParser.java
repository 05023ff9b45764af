package org.braidwire.simulation.parse;

import java.util.Optional;

/**
 * A second reading of what is on the wire, written from the RFCs and apart from the stack's own, which it is
 * there to judge: it shares no code with it. Strict: anything it does not know is an error.
 */
public final class PacketParser {
  public static final int ETHERNET_BYTES = 14;
  public static final int IPV4_BYTES = 20;
  private static final int MAX_IP_PACKET_BYTES = 1500;
  private static final int MIN_TCP_BYTES = 20;
  private static final int ARP_BYTES = 28;
  private static final int ICMP_MIN_BYTES = 8;
  private static final int ETHER_TYPE_IPV4 = 0x0800;
  private static final int ETHER_TYPE_ARP = 0x0806;
  private static final int PROTOCOL_ICMP = 1;
  private static final int PROTOCOL_TCP = 6;
  private static final int RESERVED_FLAGS_AND_URG = 0x20;

  private PacketParser() {}

  /**
   * @return the TCP segment, or nothing for sound ARP and ICMP
   * @throws ParseException if any rule is broken
   */
  public static Optional<TcpPacket> parse(final byte[] frame) {
    require(frame.length >= ETHERNET_BYTES, "shorter than an Ethernet header");
    require((frame[6] & 1) == 0, "sent from a group address");
    final int type = u16(frame, 12);
    if (type == ETHER_TYPE_ARP) {
      arp(frame);
      return Optional.empty();
    }
    require(type == ETHER_TYPE_IPV4, "unknown Ethernet type 0x" + Integer.toHexString(type));
    return ipv4(frame);
  }

  private static void arp(final byte[] frame) {
    final int at = ETHERNET_BYTES;
    require(frame.length >= at + ARP_BYTES, "ARP too short");
    require(u16(frame, at) == 1 && u16(frame, at + 2) == ETHER_TYPE_IPV4, "ARP is not of IPv4 over Ethernet");
    require(frame[at + 4] == 6 && frame[at + 5] == 4, "ARP address lengths");
    require(u16(frame, at + 6) == 1 || u16(frame, at + 6) == 2, "ARP operation");
    for (int i = 0; i < 6; i++) {
      require(frame[6 + i] == frame[at + 8 + i], "ARP sender is not the Ethernet sender");
    }
  }

  private static Optional<TcpPacket> ipv4(final byte[] frame) {
    final int at = ETHERNET_BYTES;
    require(frame.length >= at + IPV4_BYTES, "IPv4 header cut");
    require(frame[at] == 0x45, "IPv4 version or header length");
    final int total = u16(frame, at + 2);
    require(total >= IPV4_BYTES && at + total <= frame.length, "IPv4 total length " + total);
    require(total <= MAX_IP_PACKET_BYTES, "IPv4 packet of " + total + " octets exceeds the MTU");
    require((u16(frame, at + 6) & 0xbfff) == 0, "IPv4 fragment");
    require(frame[at + 8] != 0, "IPv4 TTL is 0");
    require(InternetSum.isRight(InternetSum.add(0, frame, at, IPV4_BYTES)), "IPv4 header checksum");
    final int bytes = total - IPV4_BYTES;
    final int protocol = frame[at + 9];
    if (protocol == PROTOCOL_ICMP) {
      require(bytes >= ICMP_MIN_BYTES, "ICMP too short");
      require(InternetSum.isRight(InternetSum.add(0, frame, at + IPV4_BYTES, bytes)), "ICMP checksum");
      return Optional.empty();
    }
    require(protocol == PROTOCOL_TCP, "unknown IPv4 protocol " + protocol);
    return Optional.of(tcp(frame, bytes));
  }

  private static TcpPacket tcp(final byte[] frame, final int bytes) {
    final int ip = ETHERNET_BYTES;
    final int at = ip + IPV4_BYTES;
    require(bytes >= MIN_TCP_BYTES, "TCP header cut");
    final int header = (frame[at + 12] >>> 4 & 0xf) * 4;
    require(header >= MIN_TCP_BYTES && header <= bytes, "TCP data offset");
    require((frame[at + 12] & 0x0f) == 0, "TCP reserved bits");
    require(InternetSum.isRight(tcpSum(frame, bytes)), "TCP checksum");
    final int flags = frame[at + 13] & 0xff;
    require((flags & RESERVED_FLAGS_AND_URG) == 0, "TCP URG");
    require(u16(frame, at) != 0 && u16(frame, at + 2) != 0, "TCP port 0");
    final int combination = flags & (TcpPacket.SYN | TcpPacket.FIN | TcpPacket.RST);
    require(Integer.bitCount(combination) <= 1, "TCP SYN, FIN and RST together");
    require((flags & TcpPacket.ACK) != 0 || combination != 0, "TCP without ACK, SYN or RST");
    final TcpOptions options = new OptionParser(frame, at + MIN_TCP_BYTES, at + header).parse();
    final TcpPacket packet = new TcpPacket(
        i32(frame, ip + 12),
        i32(frame, ip + 16),
        u16(frame, at),
        u16(frame, at + 2),
        i32(frame, at + 4),
        i32(frame, at + 8),
        flags,
        u16(frame, at + 14),
        options,
        at + header,
        bytes - header);
    OptionRules.check(packet);
    return packet;
  }

  /** Sum of pseudo-header and segment, the checksum field included. */
  public static long tcpSum(final byte[] frame, final int tcpBytes) {
    long sum = InternetSum.add(0, frame, ETHERNET_BYTES + 12, 8);
    sum += PROTOCOL_TCP + tcpBytes;
    return InternetSum.add(sum, frame, ETHERNET_BYTES + IPV4_BYTES, tcpBytes);
  }

  static void require(final boolean holds, final String rule) {
    if (!holds) {
      throw new ParseException(rule);
    }
  }

  static int u16(final byte[] data, final int at) {
    return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
  }

  static int i32(final byte[] data, final int at) {
    return u16(data, at) << 16 | u16(data, at + 2);
  }

  static long i64(final byte[] data, final int at) {
    return (long) i32(data, at) << 32 | i32(data, at + 4) & 0xffff_ffffL;
  }
}
