package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826) at an address. Stateless; any thread. The caller has checked
 * that {@link #BYTES} octets are there.
 */
public final class ArpPacket {
  public static final int BYTES = 28;
  public static final int REQUEST = 1;
  public static final int REPLY = 2;

  /** Hardware Ethernet (1) and protocol IPv4. */
  private static final int SPACES = 1 << 16 | EthernetHeader.TYPE_IPV4;

  /** Six octets of hardware address, four of protocol address. */
  private static final int LENGTHS = 6 << 8 | 4;

  private static final int LENGTHS_AT = 4;
  private static final int OPERATION = 6;
  private static final int SENDER_MAC = 8;
  private static final int SENDER_V4 = 14;
  private static final int TARGET_MAC = 18;
  private static final int TARGET_V4 = 24;

  private ArpPacket() {}

  /** Whether this is a request or reply for IPv4 over Ethernet from a possible sender. */
  public static boolean isValid(final long address) {
    final int operation = operation(address);
    return Memory.getInt(address) == SPACES
        && Memory.getUnsignedShort(address + LENGTHS_AT) == LENGTHS
        && (operation == REQUEST || operation == REPLY)
        && EthernetHeader.isStation(senderMac(address));
  }

  public static int operation(final long address) {
    return Memory.getUnsignedShort(address + OPERATION);
  }

  public static long senderMac(final long address) {
    return Memory.getLong(address + SENDER_MAC) >>> 16;
  }

  public static int senderV4(final long address) {
    return Memory.getInt(address + SENDER_V4);
  }

  public static int targetV4(final long address) {
    return Memory.getInt(address + TARGET_V4);
  }

  public static void write(
      final long address,
      final int operation,
      final long senderMac,
      final int senderV4,
      final long targetMac,
      final int targetV4) {
    Memory.putInt(address, SPACES);
    Memory.putShort(address + LENGTHS_AT, LENGTHS);
    Memory.putShort(address + OPERATION, operation);
    EthernetHeader.putStation(address + SENDER_MAC, senderMac);
    Memory.putInt(address + SENDER_V4, senderV4);
    EthernetHeader.putStation(address + TARGET_MAC, targetMac);
    Memory.putInt(address + TARGET_V4, targetV4);
  }
}
