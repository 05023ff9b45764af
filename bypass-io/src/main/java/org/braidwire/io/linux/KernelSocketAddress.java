package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code sockaddr_in6} to and from Java's addresses. */
final class KernelSocketAddress {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  /** Octets of {@code struct sockaddr_storage}. */
  static final int STORAGE_BYTES = 128;

  private static final int IPV4_BYTES = 16;
  private static final int IPV6_BYTES = 28;
  private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private KernelSocketAddress() {}

  static int family(final InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
  }

  static int bytes(final InetSocketAddress address) {
    return family(address) == AF_INET ? IPV4_BYTES : IPV6_BYTES;
  }

  static MemorySegment write(final InetSocketAddress address, final Arena arena) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("unresolved address: " + address);
    }
    final MemorySegment memory = arena.allocate(STORAGE_BYTES, Long.BYTES);
    final byte[] octets = address.getAddress().getAddress();
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) family(address));
    memory.set(PORT, 2, (short) address.getPort());
    MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, octets.length == 4 ? 4 : 8, octets.length);
    return memory;
  }

  /** The address at {@code offset}, or null where the kernel left none. */
  static InetSocketAddress read(final MemorySegment memory, final long offset) {
    final int family = memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
    if (family != AF_INET && family != AF_INET6) {
      return null;
    }
    final byte[] octets = new byte[family == AF_INET ? 4 : 16];
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, offset + (family == AF_INET ? 4 : 8), octets, 0, octets.length);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(octets), memory.get(PORT, offset + 2) & 0xffff);
    } catch (final UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
