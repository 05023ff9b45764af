package org.braidwire.io.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetlinkSocket;

/**
 * What the driver of an interface announces of XDP, as the kernel's generic netlink family {@code netdev} tells since
 * Linux 6.3. Asks in the calling thread's network namespace and needs no right; for set-up.
 *
 * @param known whether this kernel told
 * @param bits of {@code enum netdev_xdp_act}; 0 where nothing is known
 */
public record XdpFeatures(boolean known, long bits) {
  /** Of a kernel that does not tell. */
  public static final XdpFeatures UNKNOWN = new XdpFeatures(false, 0);

  private static final int ANSWER_MS = 1_000;
  private static final int NETLINK_HEADER_BYTES = 16;

  // linux/genetlink.h: a command, a version and two octets of nothing before the attributes
  private static final int GENERIC_HEADER_BYTES = 4;
  private static final int GENL_ID_CTRL = 16;
  private static final int CTRL_CMD_GETFAMILY = 3;
  private static final int CTRL_ATTR_FAMILY_ID = 1;
  private static final int CTRL_ATTR_FAMILY_NAME = 2;

  // linux/netdev.h
  private static final String FAMILY = "netdev\0";
  private static final int NETDEV_CMD_DEV_GET = 1;
  private static final int NETDEV_A_DEV_IFINDEX = 1;
  private static final int NETDEV_A_DEV_XDP_FEATURES = 3;
  private static final long NETDEV_XDP_ACT_XSK_ZEROCOPY = 1 << 3;

  /** Whether it takes and gives frames of AF_XDP without a copy, as it says. */
  public boolean zeroCopy() {
    return (bits & NETDEV_XDP_ACT_XSK_ZEROCOPY) != 0;
  }

  /** Reads them; {@link #UNKNOWN} where this kernel does not tell, for whatever reason. */
  public static XdpFeatures read(final int interfaceIndex) {
    try (NetlinkSocket socket = NetlinkSocket.openGeneric()) {
      final int family = family(socket);
      final int at = ask(
          socket,
          family,
          NETDEV_CMD_DEV_GET,
          NETDEV_A_DEV_IFINDEX,
          intBytes(interfaceIndex),
          NETDEV_A_DEV_XDP_FEATURES,
          Long.BYTES);
      return new XdpFeatures(true, socket.buffer().getLong(at));
    } catch (final LinuxException notTold) {
      return UNKNOWN;
    }
  }

  /** The number that this kernel has given the family; ENOENT where it has no such family. */
  private static int family(final NetlinkSocket socket) {
    final byte[] name = FAMILY.getBytes(StandardCharsets.US_ASCII);
    final int at = ask(
        socket,
        GENL_ID_CTRL,
        CTRL_CMD_GETFAMILY,
        CTRL_ATTR_FAMILY_NAME,
        name,
        CTRL_ATTR_FAMILY_ID,
        Short.BYTES);
    return socket.buffer().getShort(at) & 0xffff;
  }

  /** Where in the socket's buffer the wanted attribute of the answer to a question with one attribute begins. */
  private static int ask(
      final NetlinkSocket socket,
      final int family,
      final int command,
      final int attribute,
      final byte[] value,
      final int wanted,
      final int wantedBytes) {
    socket.request(family, question(command, attribute, value));
    int received = socket.receive();
    if (received == -Errno.EAGAIN && socket.await(ANSWER_MS)) {
      received = socket.receive();
    }
    if (received < 0) {
      throw unanswered(-received);
    }
    final ByteBuffer in = socket.buffer();
    final boolean answered = received >= NETLINK_HEADER_BYTES + GENERIC_HEADER_BYTES
        && (in.getShort(Integer.BYTES) & 0xffff) == family;
    final int at = answered
        ? NetlinkAttributes.find(in, NETLINK_HEADER_BYTES + GENERIC_HEADER_BYTES, received, wanted)
        : NetlinkAttributes.NONE;
    if (at == NetlinkAttributes.NONE || NetlinkAttributes.valueBytes(in, at) < wantedBytes) {
      throw unanswered(Errno.ENOENT); // an error message, or an older kernel's answer
    }
    return NetlinkAttributes.value(at);
  }

  private static LinuxException unanswered(final int errno) {
    return new LinuxException("recv", "generic netlink", errno, "");
  }

  private static byte[] question(final int command, final int attribute, final byte[] value) {
    final int attributeBytes = Integer.BYTES + value.length;
    return ByteBuffer.allocate(GENERIC_HEADER_BYTES + NetlinkAttributes.align(attributeBytes))
        .order(ByteOrder.nativeOrder())
        .put((byte) command)
        .put((byte) 1)
        .putShort((short) 0)
        .putShort((short) attributeBytes)
        .putShort((short) attribute)
        .put(value)
        .array();
  }

  private static byte[] intBytes(final int value) {
    return ByteBuffer.allocate(Integer.BYTES)
        .order(ByteOrder.nativeOrder())
        .putInt(value)
        .array();
  }
}
