package org.braidwire.stack.base;

/** Why a frame was not carried further; one constant for each place that may drop. See {@link DropCounters}. */
public enum DropReason {
  /** The frame was longer than the slot it arrived in (a super-segment of a local peer). */
  FRAME_TRUNCATED,
  /** Shorter than an Ethernet header. */
  ETHERNET_TOO_SHORT,
  /** Addressed to another station, or to a group. */
  ETHERNET_NOT_OURS,
  /** The source Ethernet address is a group address or zero. */
  ETHERNET_BAD_SOURCE,
  /** Neither ARP nor IP. */
  ETHERNET_UNKNOWN_TYPE,
  /** IPv6, which this version does not speak. */
  ETHERNET_IPV6,
  /** Shorter than an ARP packet for Ethernet and IPv4. */
  ARP_TOO_SHORT,
  /** ARP of other hardware, protocol or operation, or with an impossible sender. */
  ARP_MALFORMED,
  /** An ARP request for an address of somebody else. */
  ARP_NOT_FOR_US,
  /** An ARP reply that nobody here asked for. */
  ARP_UNSOLICITED,
  /** Our own ARP packet came back. */
  ARP_OWN_ECHO,
  /** Another station claims one of our addresses. */
  ARP_ADDRESS_CONFLICT,
  /** Shorter than an IPv4 header. */
  IP_TOO_SHORT,
  /** The version is not 4 in a frame that says IPv4. */
  IP_BAD_VERSION,
  /** The header length is less than five words or more than the packet. */
  IP_BAD_HEADER_LENGTH,
  /** The total length is less than the header. */
  IP_BAD_TOTAL_LENGTH,
  /** The total length is more than what arrived. */
  IP_TRUNCATED,
  /** The header checksum is wrong. */
  IP_BAD_CHECKSUM,
  /** A fragment; fragments are not reassembled. */
  IP_FRAGMENT,
  /** The time to live is zero. */
  IP_TTL_EXPIRED,
  /** The source is unspecified, a group, a broadcast, loopback or one of our own addresses. */
  IP_BAD_SOURCE,
  /** The destination is not one of our addresses. */
  IP_NOT_OUR_ADDRESS,
  /** For an address that is shared with the host, and not TCP to a port of ours: the host's kernel has it, too. */
  IP_LEFT_TO_HOST,
  /** A packet for one host in a frame for all of them. */
  IP_LINK_BROADCAST,
  /** Neither TCP nor ICMP. */
  IP_UNKNOWN_PROTOCOL,
  /** Shorter than a TCP header. */
  TCP_TOO_SHORT,
  /** The TCP checksum is wrong, and not partial where partial is trusted. */
  TCP_BAD_CHECKSUM,
  /** The TCP header does not parse. */
  TCP_MALFORMED,
  /** No subflow, listener or token of ours; answered with RST unless it was one. */
  TCP_NO_SUBFLOW,
  /** An ICMP error that quotes a segment of ours: a hint without effect. */
  ICMP_UNREACHABLE_IGNORED,
  /** Shorter than an ICMP header. */
  ICMP_TOO_SHORT,
  /** The ICMP checksum is wrong. */
  ICMP_BAD_CHECKSUM,
  /** An echo request beyond the permitted rate. */
  ICMP_RATE_LIMITED,
  /** An echo request whose answer fits no frame of the link. */
  ICMP_ECHO_TOO_LARGE,
  /** An ICMP message of a type that needs no action. */
  ICMP_IGNORED_TYPE,
  /** An unreachable message that does not quote a TCP segment of ours. */
  ICMP_BAD_QUOTE,
  /** No free frame to build a packet in. */
  OUTPUT_NO_FRAME,
  /** The device was full. */
  OUTPUT_REFUSED,
  /** The packet is larger than the link's MTU. */
  OUTPUT_EXCEEDS_MTU,
  /** Too many frames wait for the address of one neighbour, or for all of them. */
  NEIGHBOUR_QUEUE_FULL,
  /** The next hop does not answer ARP. */
  NEIGHBOUR_UNREACHABLE,
  /** Every entry of the neighbour table is waiting for an answer. */
  NEIGHBOUR_TABLE_FULL,
  /** A sender was not learnt because that would have displaced a neighbour in use. */
  NEIGHBOUR_NOT_LEARNT
}
