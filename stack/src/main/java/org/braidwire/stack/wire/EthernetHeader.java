package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * The Ethernet II header at an address: destination, source, type. Stateless; any thread. The caller has checked
 * that {@link #BYTES} octets are there. Station addresses are six octets, right-aligned in a {@code long}.
 */
public final class EthernetHeader {
  public static final int BYTES = 14;
  public static final int TYPE_IPV4 = 0x0800;
  public static final int TYPE_ARP = 0x0806;
  public static final int TYPE_IPV6 = 0x86dd;

  /** All stations. */
  public static final long BROADCAST = 0xffff_ffff_ffffL;

  private static final long GROUP_BIT = 1L << 40;
  private static final int SOURCE = 6;
  private static final int TYPE = 12;

  private EthernetHeader() {}

  public static long destination(final long address) {
    return Memory.getLong(address) >>> 16;
  }

  public static long source(final long address) {
    return Memory.getLong(address + SOURCE) >>> 16;
  }

  public static int type(final long address) {
    return Memory.getUnsignedShort(address + TYPE);
  }

  public static void write(final long address, final long destination, final long source, final int type) {
    putStation(address, destination);
    putStation(address + SOURCE, source);
    Memory.putShort(address + TYPE, type);
  }

  public static void setDestination(final long address, final long destination) {
    putStation(address, destination);
  }

  /** Whether this can be the address of one station. */
  public static boolean isStation(final long mac) {
    return mac != 0 && (mac & GROUP_BIT) == 0;
  }

  static void putStation(final long address, final long mac) {
    Memory.putShort(address, (int) (mac >>> 32));
    Memory.putInt(address + 2, (int) mac);
  }
}
