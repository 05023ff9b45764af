package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The sending half of AF_PACKET: plain {@code send} on a socket of its own, bound with protocol 0 so that it
 * receives nothing. A header and a payload are gathered by the kernel; user space copies no octet.
 *
 * <p>One thread. No call throws, blocks or allocates.
 */
public final class PacketSender implements AutoCloseable {
  /** The queue that stands for a device's: bounds what the kernel holds of ours before it says EAGAIN. */
  private static final int SEND_BUFFER_BYTES = 4 * 1024 * 1024;

  // struct msghdr and two struct iovec behind it
  private static final int MSGHDR_BYTES = 56;
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int HEADER_BASE = MSGHDR_BYTES;
  private static final int HEADER_LENGTH = MSGHDR_BYTES + 8;
  private static final int PAYLOAD_BASE = MSGHDR_BYTES + 16;
  private static final int PAYLOAD_LENGTH = MSGHDR_BYTES + 24;
  private static final int MESSAGE_BYTES = MSGHDR_BYTES + 32;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final LinuxSocket socket;
  private final MemorySegment message = Arena.ofAuto().allocate(MESSAGE_BYTES, 8);

  private PacketSender(final LinuxSocket socket) {
    this.socket = socket;
    message.set(LONG, MSG_IOV, message.address() + MSGHDR_BYTES);
    message.set(LONG, MSG_IOVLEN, 2L);
  }

  /** Opens it on an interface of the calling thread's namespace. */
  public static PacketSender open(final NetworkInterfaceFacts facts) {
    final LinuxSocket socket = LinuxSocket.open(
        LinuxSocket.AF_PACKET,
        LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_NONBLOCK,
        0,
        "interface " + facts.name());
    try (Arena setUp = Arena.ofConfined()) {
      socket.setBufferBytes(true, SEND_BUFFER_BYTES);
      socket.bind(LinkLayerAddress.of(setUp, 0, facts.index()));
      return new PacketSender(socket);
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one frame that lies in one piece: octets or -errno. */
  public long send(final long address, final int bytes) {
    return socket.send(address, bytes);
  }

  /** Sends one frame whose payload lies elsewhere: octets or -errno. */
  public long send(
      final long headerAddress, final int headerBytes, final long payloadAddress, final int payloadBytes) {
    message.set(LONG, HEADER_BASE, headerAddress);
    message.set(LONG, HEADER_LENGTH, headerBytes);
    message.set(LONG, PAYLOAD_BASE, payloadAddress);
    message.set(LONG, PAYLOAD_LENGTH, payloadBytes);
    return socket.sendMessage(message.address());
  }

  @Override
  public void close() {
    socket.close();
  }
}
