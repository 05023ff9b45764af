package org.braidwire.io.port;

import org.braidwire.io.frame.Memory;

/**
 * The Ethernet header that a port puts before the packets of a link without a link layer (TUN, a modem), and takes off
 * again: whoever reads and writes frames need not know that there is none. Such a link has two stations. Stateless.
 */
public final class SyntheticEthernet {
  public static final int BYTES = 14;

  /** Our end: the address of the port. */
  public static final long OWN = 0x02_00_00_00_00_01L;

  /** The other end, whoever that is. */
  public static final long PEER = 0x02_00_00_00_00_02L;

  private static final int SOURCE = 6;
  private static final int TYPE = 12;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_IPV6 = 0x86dd;
  private static final int VERSION_6 = 6;

  private SyntheticEthernet() {}

  /** Writes the header of a frame that came, in front of its IP packet. */
  public static void write(final long address) {
    final int version = Memory.getUnsignedByte(address + BYTES) >>> 4;
    putStation(address, OWN);
    putStation(address + SOURCE, PEER);
    Memory.putShort(address + TYPE, version == VERSION_6 ? TYPE_IPV6 : TYPE_IPV4);
  }

  private static void putStation(final long address, final long station) {
    Memory.putShort(address, (int) (station >>> 32));
    Memory.putInt(address + 2, (int) station);
  }
}
