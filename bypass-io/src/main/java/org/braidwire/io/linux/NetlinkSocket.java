package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket of the calling thread's network namespace: requests out, messages in. Of NETLINK_ROUTE, of
 * NETLINK_NETFILTER, or of NETLINK_GENERIC. One thread.
 */
public final class NetlinkSocket implements AutoCloseable {
  public static final int GROUP_LINK = 1;
  public static final int GROUP_NEIGHBOUR = 4;
  public static final int GROUP_IPV4_ADDRESS = 0x10;

  /** Dump requests, from rtnetlink.h. */
  public static final int RTM_GETLINK = 18;

  public static final int RTM_GETADDR = 22;

  private static final int RTM_NEWNEIGH = 28;
  private static final int RTM_GETNEIGH = 30;

  private static final int NETLINK_ROUTE = 0;
  private static final int NETLINK_NETFILTER = 12;
  private static final int NETLINK_GENERIC = 16;
  private static final int NLM_F_REQUEST_DUMP = 0x301;
  private static final int NLM_F_REQUEST = 0x1;
  private static final int NLM_F_REQUEST_CREATE = 0x401;
  private static final int NTF_USE = 1;
  private static final int NDA_DST = 1;
  private static final int AF_INET = 2;

  /** Header, ndmsg, and an attribute with an IPv4 address. */
  private static final int NEIGHBOUR_REQUEST_BYTES = 16 + 12 + 8;

  private static final int HEADER_BYTES = 16;

  /** A family octet and padding, as long as the longest of ifinfomsg, ifaddrmsg and ndmsg. */
  private static final int ROUTE_BODY_BYTES = 16;

  /** The same of struct nfgenmsg; more would be taken for attributes. */
  private static final int NETFILTER_BODY_BYTES = 4;

  /** The kernel never puts more into one datagram of a dump. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

  private static final ValueLayout.OfInt NETWORK_INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

  private final LinuxSocket socket;
  private final int requestBytes;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(BUFFER_BYTES, 8);
  private final MemorySegment neighbourRequest = arena.allocate(NEIGHBOUR_REQUEST_BYTES, 4);
  private final ByteBuffer buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
  private int sequence;
  private boolean closed;

  private NetlinkSocket(final LinuxSocket socket, final int requestBytes) {
    this.socket = socket;
    this.requestBytes = requestBytes;
  }

  /** @param groups the multicast groups to listen to, or 0 */
  public static NetlinkSocket open(final int groups) {
    return open(NETLINK_ROUTE, groups, HEADER_BYTES + ROUTE_BODY_BYTES);
  }

  /** For questions to netfilter. */
  public static NetlinkSocket openNetfilter() {
    return open(NETLINK_NETFILTER, 0, HEADER_BYTES + NETFILTER_BODY_BYTES);
  }

  /** For questions to the families of generic netlink, by {@link #request}. */
  public static NetlinkSocket openGeneric() {
    return open(NETLINK_GENERIC, 0, HEADER_BYTES);
  }

  private static NetlinkSocket open(final int protocol, final int groups, final int requestBytes) {
    final LinuxSocket socket = LinuxSocket.open(
        LinuxSocket.AF_NETLINK, LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_NONBLOCK, protocol, "netlink");
    try (Arena setUp = Arena.ofConfined()) {
      socket.setBufferBytes(false, RECEIVE_BUFFER_BYTES);
      final MemorySegment address = setUp.allocate(12, 4); // struct sockaddr_nl
      address.set(ValueLayout.JAVA_SHORT, 0, (short) LinuxSocket.AF_NETLINK);
      address.set(ValueLayout.JAVA_INT, 8, groups);
      socket.bind(address);
      return new NetlinkSocket(socket, requestBytes);
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for all objects of a kind; the answers come through {@link #receive}, the last one is NLMSG_DONE. */
  public void requestDump(final int type, final int family) {
    final byte[] body = new byte[requestBytes - HEADER_BYTES];
    body[0] = (byte) family;
    request(type, NLM_F_REQUEST_DUMP, body);
  }

  /** Asks for one thing, by what follows the header; the answer, or an NLMSG_ERROR, comes through {@link #receive}. */
  public void request(final int type, final byte[] body) {
    request(type, NLM_F_REQUEST, body);
  }

  private void request(final int type, final int flags, final byte[] body) {
    final int bytes = HEADER_BYTES + body.length;
    try (Arena request = Arena.ofConfined()) {
      final MemorySegment message = request.allocate(bytes, 4);
      message.set(ValueLayout.JAVA_INT, 0, bytes);
      message.set(ValueLayout.JAVA_SHORT, 4, (short) type);
      message.set(ValueLayout.JAVA_SHORT, 6, (short) flags);
      message.set(ValueLayout.JAVA_INT, 8, ++sequence);
      MemorySegment.copy(body, 0, message, ValueLayout.JAVA_BYTE, HEADER_BYTES, body.length);
      final long sent = socket.send(message.address(), bytes);
      if (sent < 0) {
        throw LinuxSocket.failure("send", "netlink", (int) -sent);
      }
    }
  }

  /**
   * Has the kernel find out who has an IPv4 address on a link, as if it were about to send there, and tell what it knows
   * now. What it then finds is news of {@link #GROUP_NEIGHBOUR}; what it cannot do is not told. Allocates nothing.
   */
  public void resolveNeighbour(final int interfaceIndex, final int address) {
    neighbour(RTM_NEWNEIGH, NLM_F_REQUEST_CREATE, NTF_USE, interfaceIndex, address);
    neighbour(RTM_GETNEIGH, NLM_F_REQUEST, 0, interfaceIndex, address);
  }

  /** Sequence number 0, which no dump has: an error in answer to it ends none. */
  private void neighbour(
      final int type, final int flags, final int neighbourFlags, final int interfaceIndex, final int address) {
    final MemorySegment message = neighbourRequest;
    message.set(ValueLayout.JAVA_INT, 0, NEIGHBOUR_REQUEST_BYTES);
    message.set(ValueLayout.JAVA_SHORT, 4, (short) type);
    message.set(ValueLayout.JAVA_SHORT, 6, (short) flags);
    message.set(ValueLayout.JAVA_BYTE, HEADER_BYTES, (byte) AF_INET); // struct ndmsg
    message.set(ValueLayout.JAVA_INT, HEADER_BYTES + 4, interfaceIndex);
    message.set(ValueLayout.JAVA_BYTE, HEADER_BYTES + 10, (byte) neighbourFlags);
    message.set(ValueLayout.JAVA_SHORT, HEADER_BYTES + 12, (short) 8); // struct rtattr
    message.set(ValueLayout.JAVA_SHORT, HEADER_BYTES + 14, (short) NDA_DST);
    message.set(NETWORK_INT, HEADER_BYTES + 16, address);
    final long sent = socket.send(message.address(), NEIGHBOUR_REQUEST_BYTES);
    assert sent > 0 || sent == -Errno.EAGAIN || sent == -Errno.ENOBUFS : "netlink: " + Errno.describe((int) -sent);
  }

  /** Takes one datagram without blocking: octets in {@link #buffer()}, or -errno. Allocates nothing. */
  public int receive() {
    final int received = (int) socket.receive(memory.address(), BUFFER_BYTES);
    buffer.clear().limit(Math.max(0, received));
    return received;
  }

  /** The last datagram, in the machine's byte order; refilled by {@link #receive}. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Readable while a datagram waits, or the news of lost ones. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** Waits for a datagram; for set-up only. */
  public boolean await(final int timeoutMs) {
    return socket.awaitReadable(timeoutMs);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      socket.close();
      arena.close();
    }
  }
}
