package org.braidwire.io.port;

/**
 * What of a host's traffic is ours: all of it for an address that the host does not own, or, at an address that the
 * host keeps, TCP to a range of ports. A device or a program in front of the host's kernel is told exactly this.
 *
 * @param addressHigh upper half of the IPv6-wide address
 * @param addressLow lower half
 * @param firstPort first TCP port, 0 for the whole address
 * @param lastPort last TCP port, 0 for the whole address
 */
public record Claim(long addressHigh, long addressLow, int firstPort, int lastPort) {
  private static final int MAX_PORT = 0xffff;

  /** Checks the range. */
  public Claim {
    if (firstPort < 0 || lastPort < firstPort || lastPort > MAX_PORT || firstPort == 0 && lastPort != 0) {
      throw new IllegalArgumentException("no range of ports: " + firstPort + " to " + lastPort);
    }
  }

  /** Everything for an address. */
  public static Claim address(final long high, final long low) {
    return new Claim(high, low, 0, 0);
  }

  /** Whether the whole address is ours, ARP and ICMP included. */
  public boolean isWholeAddress() {
    return firstPort == 0;
  }
}
