package org.braidwire.io.port;

/**
 * How much of a link's MTU a port uses: what cannot be received whole must not be asked for, so a frame of the pool
 * bounds it.
 *
 * @param linkBytes largest IP packet that the link carries
 * @param usedBytes largest IP packet that the port tells the stack of
 */
public record PortMtu(int linkBytes, int usedBytes) {
  private static final int ETHERNET_HEADER_BYTES = 14;

  /** Of a link, where every frame of the pool has {@code frameBytes} octets. */
  public static PortMtu of(final int linkBytes, final int frameBytes) {
    return new PortMtu(linkBytes, Math.min(linkBytes, frameBytes - ETHERNET_HEADER_BYTES));
  }

  /** What a port's description ends with; empty where all of the MTU is used. */
  public String note() {
    return usedBytes == linkBytes
        ? ""
        : ", MTU " + linkBytes + " used up to " + usedBytes + " (frames of the pool hold no more)";
  }
}
