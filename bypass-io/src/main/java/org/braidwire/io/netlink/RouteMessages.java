package org.braidwire.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads datagrams of NETLINK_ROUTE (rtnetlink(7)): bounds-checked, in the machine's byte order. Whatever does not
 * parse ends the datagram and is counted; the kernel is trusted no further than any other peer.
 */
final class RouteMessages {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_NEWNEIGH = 28;
  private static final int RTM_DELNEIGH = 29;
  private static final int NLM_F_DUMP_INTR = 0x10;

  private static final int HEADER_BYTES = 16;
  private static final int LINK_BODY_BYTES = 16;
  private static final int ADDRESS_BODY_BYTES = 8;
  private static final int NEIGHBOUR_BODY_BYTES = 12;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

  private static final int IFLA_IFNAME = 3;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_LABEL = 3;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int IFF_LOWER_UP_AND_UP = 0x10001;
  private static final int AF_INET = 2;
  private static final int IPV4_BYTES = 4;
  private static final int MAC_BYTES = 6;

  /** NUD_REACHABLE, STALE, DELAY, PROBE, NOARP, PERMANENT: an address that may be used. */
  private static final int NEIGHBOUR_VALID = 0xde;

  private static final long V4_MAPPED_PREFIX = 0xffff_0000_0000L;

  /** What the messages say, one call each. */
  interface Handler {
    void link(int index, String name, boolean present, boolean carrier);

    void address(int index, String label, long high, long low, int prefixBits, boolean added);

    void neighbour(int index, long high, long low, long macAddress, boolean reachable);

    /** A dump ended; when interrupted or failed it is to be asked for again. */
    void done(boolean interrupted);
  }

  private boolean interrupted;
  private long malformed;

  long malformed() {
    return malformed;
  }

  /** Reads every message between the buffer's position and limit; returns how many there were. */
  int read(final ByteBuffer datagram, final Handler handler) {
    int messages = 0;
    int at = datagram.position();
    while (datagram.limit() - at >= HEADER_BYTES) {
      final int bytes = datagram.getInt(at);
      if (bytes < HEADER_BYTES || bytes > datagram.limit() - at) {
        malformed++;
        break;
      }
      final int type = datagram.getShort(at + 4) & 0xffff;
      if ((datagram.getShort(at + 6) & NLM_F_DUMP_INTR) != 0) {
        interrupted = true;
      }
      final boolean ofDump = datagram.getInt(at + 8) != 0;
      if (type != NLMSG_ERROR || ofDump) {
        message(datagram, type, at + HEADER_BYTES, at + bytes, handler);
      }
      messages++;
      at += align(bytes);
    }
    return messages;
  }

  private void message(final ByteBuffer in, final int type, final int body, final int end, final Handler handler) {
    switch (type) {
      case RTM_NEWLINK, RTM_DELLINK -> link(in, type == RTM_NEWLINK, body, end, handler);
      case RTM_NEWADDR, RTM_DELADDR -> address(in, type == RTM_NEWADDR, body, end, handler);
      case RTM_NEWNEIGH, RTM_DELNEIGH -> neighbour(in, type == RTM_NEWNEIGH, body, end, handler);
      case NLMSG_DONE, NLMSG_ERROR -> {
        handler.done(interrupted || type == NLMSG_ERROR);
        interrupted = false;
      }
      default -> {} // other news of other families
    }
  }

  private void link(
      final ByteBuffer in, final boolean present, final int body, final int end, final Handler handler) {
    if (end - body < LINK_BODY_BYTES) {
      malformed++;
      return;
    }
    // A bridge tells of its ports with a family of its own; only AF_UNSPEC speaks of the link itself.
    if (in.get(body) != 0) {
      return;
    }
    final int index = in.getInt(body + 4);
    final int flags = in.getInt(body + 8);
    final int name = attribute(in, body + LINK_BODY_BYTES, end, IFLA_IFNAME);
    final boolean carrier = present && (flags & IFF_LOWER_UP_AND_UP) == IFF_LOWER_UP_AND_UP;
    handler.link(index, name < 0 ? "" : text(in, name), present, carrier);
  }

  private void address(
      final ByteBuffer in, final boolean added, final int body, final int end, final Handler handler) {
    if (end - body < ADDRESS_BODY_BYTES) {
      malformed++;
      return;
    }
    if (in.get(body) != AF_INET) {
      return;
    }
    // On a point-to-point link IFA_ADDRESS is the peer's and IFA_LOCAL ours.
    int value = attribute(in, body + ADDRESS_BODY_BYTES, end, IFA_LOCAL);
    if (value < 0) {
      value = attribute(in, body + ADDRESS_BODY_BYTES, end, IFA_ADDRESS);
    }
    if (value < 0 || payloadBytes(in, value) != IPV4_BYTES) {
      malformed++;
      return;
    }
    final int label = attribute(in, body + ADDRESS_BODY_BYTES, end, IFA_LABEL);
    final int prefixBits = in.get(body + 1) & 0xff;
    handler.address(
        in.getInt(body + 4), label < 0 ? "" : text(in, label), 0, mappedV4(in, value), prefixBits, added);
  }

  private void neighbour(
      final ByteBuffer in, final boolean present, final int body, final int end, final Handler handler) {
    if (end - body < NEIGHBOUR_BODY_BYTES) {
      malformed++;
      return;
    }
    if (in.get(body) != AF_INET) {
      return;
    }
    final int destination = attribute(in, body + NEIGHBOUR_BODY_BYTES, end, NDA_DST);
    if (destination < 0 || payloadBytes(in, destination) != IPV4_BYTES) {
      malformed++;
      return;
    }
    final int linkLayer = attribute(in, body + NEIGHBOUR_BODY_BYTES, end, NDA_LLADDR);
    long mac = 0;
    if (linkLayer >= 0 && payloadBytes(in, linkLayer) == MAC_BYTES) {
      for (int i = 0; i < MAC_BYTES; i++) {
        mac = (mac << 8) | (in.get(linkLayer + ATTRIBUTE_HEADER_BYTES + i) & 0xff);
      }
    }
    final boolean reachable = present && mac != 0 && (in.getShort(body + 8) & NEIGHBOUR_VALID) != 0;
    handler.neighbour(in.getInt(body + 4), 0, mappedV4(in, destination), mac, reachable);
  }

  /** Where the attribute of this type begins, or -1. */
  private int attribute(final ByteBuffer in, final int from, final int end, final int type) {
    int at = from;
    while (end - at >= ATTRIBUTE_HEADER_BYTES) {
      final int bytes = in.getShort(at) & 0xffff;
      if (bytes < ATTRIBUTE_HEADER_BYTES || bytes > end - at) {
        malformed++;
        return -1;
      }
      if ((in.getShort(at + 2) & ATTRIBUTE_TYPE_MASK) == type) {
        return at;
      }
      at += align(bytes);
    }
    return -1;
  }

  private static int payloadBytes(final ByteBuffer in, final int attribute) {
    return (in.getShort(attribute) & 0xffff) - ATTRIBUTE_HEADER_BYTES;
  }

  private static String text(final ByteBuffer in, final int attribute) {
    final byte[] octets = new byte[payloadBytes(in, attribute)];
    in.get(attribute + ATTRIBUTE_HEADER_BYTES, octets);
    int length = 0;
    while (length < octets.length && octets[length] != 0) {
      length++;
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }

  private static long mappedV4(final ByteBuffer in, final int attribute) {
    final int raw = in.getInt(attribute + ATTRIBUTE_HEADER_BYTES);
    final int address = in.order() == ByteOrder.BIG_ENDIAN ? raw : Integer.reverseBytes(raw);
    return V4_MAPPED_PREFIX | Integer.toUnsignedLong(address);
  }

  private static int align(final int bytes) {
    return (bytes + 3) & ~3;
  }
}
