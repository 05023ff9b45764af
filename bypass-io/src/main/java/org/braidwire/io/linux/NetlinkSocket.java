package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A NETLINK_ROUTE socket of the calling thread's network namespace: dump requests out, messages in. One thread.
 */
public final class NetlinkSocket implements AutoCloseable {
  public static final int GROUP_LINK = 1;
  public static final int GROUP_NEIGHBOUR = 4;
  public static final int GROUP_IPV4_ADDRESS = 0x10;

  /** Dump requests, from rtnetlink.h. */
  public static final int RTM_GETLINK = 18;

  public static final int RTM_GETADDR = 22;

  private static final int NETLINK_ROUTE = 0;
  private static final int NLM_F_REQUEST_DUMP = 0x301;
  private static final int HEADER_BYTES = 16;

  /** A family octet and padding, as long as the longest of ifinfomsg, ifaddrmsg and ndmsg. */
  private static final int REQUEST_BYTES = HEADER_BYTES + 16;

  /** The kernel never puts more into one datagram of a dump. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

  private final LinuxSocket socket;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(BUFFER_BYTES, 8);
  private final ByteBuffer buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
  private int sequence;
  private boolean closed;

  private NetlinkSocket(final LinuxSocket socket) {
    this.socket = socket;
  }

  /** @param groups the multicast groups to listen to, or 0 */
  public static NetlinkSocket open(final int groups) {
    final LinuxSocket socket = LinuxSocket.open(
        LinuxSocket.AF_NETLINK, LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_NONBLOCK, NETLINK_ROUTE, "netlink");
    try (Arena setUp = Arena.ofConfined()) {
      socket.setBufferBytes(false, RECEIVE_BUFFER_BYTES);
      final MemorySegment address = setUp.allocate(12, 4); // struct sockaddr_nl
      address.set(ValueLayout.JAVA_SHORT, 0, (short) LinuxSocket.AF_NETLINK);
      address.set(ValueLayout.JAVA_INT, 8, groups);
      socket.bind(address);
      return new NetlinkSocket(socket);
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for all objects of a kind; the answers come through {@link #receive}, the last one is NLMSG_DONE. */
  public void requestDump(final int type, final int family) {
    try (Arena request = Arena.ofConfined()) {
      final MemorySegment message = request.allocate(REQUEST_BYTES, 4);
      message.set(ValueLayout.JAVA_INT, 0, REQUEST_BYTES);
      message.set(ValueLayout.JAVA_SHORT, 4, (short) type);
      message.set(ValueLayout.JAVA_SHORT, 6, (short) NLM_F_REQUEST_DUMP);
      message.set(ValueLayout.JAVA_INT, 8, ++sequence);
      message.set(ValueLayout.JAVA_BYTE, HEADER_BYTES, (byte) family);
      final long sent = socket.send(message.address(), REQUEST_BYTES);
      if (sent < 0) {
        throw LinuxSocket.failure("send", "netlink", (int) -sent);
      }
    }
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
