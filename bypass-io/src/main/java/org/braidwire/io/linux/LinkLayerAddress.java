package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** {@code struct sockaddr_ll}: an interface and a protocol to bind a packet socket to. */
final class LinkLayerAddress {
  /** Every protocol. */
  static final int ETH_P_ALL = 3;

  static final int ETH_P_IP = 0x0800;

  private static final int BYTES = 20;
  private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private LinkLayerAddress() {}

  static MemorySegment of(final Arena arena, final int protocol, final int interfaceIndex) {
    final MemorySegment address = arena.allocate(BYTES, Integer.BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) LinuxSocket.AF_PACKET);
    address.set(NETWORK_SHORT, 2, (short) protocol);
    address.set(ValueLayout.JAVA_INT, 4, interfaceIndex);
    return address;
  }
}
