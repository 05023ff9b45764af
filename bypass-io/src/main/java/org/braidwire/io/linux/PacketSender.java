package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.braidwire.io.frame.Region;

/**
 * The sending half of AF_PACKET: plain {@code send} on a socket of its own, bound with protocol 0 so that it
 * receives nothing. A header and a payload are gathered by the kernel; user space copies no octet. With offloads
 * every frame has a virtio-net header in front, which the caller writes at {@link #offloadHeaderAddress()}.
 *
 * <p>One thread. No call throws, blocks or allocates.
 */
public final class PacketSender implements AutoCloseable {
  /** The queue that stands for a device's: bounds what the kernel holds of ours before it says EAGAIN. */
  private static final int SEND_BUFFER_BYTES = 4 * 1024 * 1024;

  private static final int SOL_PACKET = 263;
  private static final int PACKET_VNET_HDR = 15;
  private static final int OFFLOAD_HEADER_BYTES = 10;

  private final LinuxSocket socket;
  private final Arena arena = Arena.ofShared();
  private final boolean plain;
  private final int first;
  private final ScatterMessage headerOnly;
  private final ScatterMessage headerAndPayload;
  private final Region offloadHeader = Region.allocate(16, 8);

  private PacketSender(final LinuxSocket socket, final NetworkInterfaceFacts facts, final boolean offloads) {
    this.socket = socket;
    plain = !offloads && !facts.rawIp();
    first = offloads ? 1 : 0;
    headerOnly = new ScatterMessage(first + 1);
    headerAndPayload = new ScatterMessage(first + 2);
    if (offloads) {
      headerOnly.part(0, offloadHeader.address(), OFFLOAD_HEADER_BYTES);
      headerAndPayload.part(0, offloadHeader.address(), OFFLOAD_HEADER_BYTES);
    }
    if (facts.rawIp()) {
      // No header says what a packet is, and not every device's driver looks at its version.
      final MemorySegment protocol = LinkLayerAddress.of(arena, LinkLayerAddress.ETH_P_IP, facts.index());
      headerOnly.to(protocol);
      headerAndPayload.to(protocol);
    }
  }

  /**
   * Opens it on an interface of the calling thread's namespace.
   *
   * @param offloads whether frames come with a virtio-net header
   */
  public static PacketSender open(final NetworkInterfaceFacts facts, final boolean offloads) {
    final LinuxSocket socket = LinuxSocket.open(
        LinuxSocket.AF_PACKET,
        LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_NONBLOCK,
        0,
        "interface " + facts.name());
    try (Arena setUp = Arena.ofConfined()) {
      if (offloads) {
        socket.setOption("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
      }
      socket.setBufferBytes(true, SEND_BUFFER_BYTES);
      socket.bind(LinkLayerAddress.of(setUp, 0, facts.index()));
      return new PacketSender(socket, facts, offloads);
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Where the virtio-net header of the next frame is to be written, where there are offloads. */
  public long offloadHeaderAddress() {
    return offloadHeader.address();
  }

  /** Sends one frame that lies in one piece: octets, the offload header among them, or -errno. */
  public long send(final long address, final int bytes) {
    if (plain) {
      return socket.send(address, bytes);
    }
    headerOnly.part(first, address, bytes);
    return socket.sendMessage(headerOnly.address());
  }

  /** Sends one frame whose payload lies elsewhere: octets, the offload header among them, or -errno. */
  public long send(
      final long headerAddress, final int headerBytes, final long payloadAddress, final int payloadBytes) {
    headerAndPayload.part(first, headerAddress, headerBytes);
    headerAndPayload.part(first + 1, payloadAddress, payloadBytes);
    return socket.sendMessage(headerAndPayload.address());
  }

  @Override
  public void close() {
    socket.close();
    offloadHeader.close();
    arena.close();
  }
}
