package org.braidwire.io.port;

/**
 * What a port can do; the sender builds to it.
 *
 * @param mtuBytes largest IP packet the link carries
 * @param gsoMaxBytes largest super-segment taken, in octets of IP packet; 0: none
 * @param checksumOffload whether {@link Offload#NEEDS_CHECKSUM} is honoured on transmit
 * @param receiveCopies copies of each received octet that the port itself makes (memory 0, AF_PACKET 1)
 * @param transmitCopies copies of each sent octet that the port itself makes in user space
 * @param pointToPoint whether the link has no link layer: its frames have a {@link SyntheticEthernet} header, every
 *     packet goes to the one station there, and nobody is asked for addresses
 */
public record PortCapabilities(
    int mtuBytes,
    int gsoMaxBytes,
    boolean checksumOffload,
    int receiveCopies,
    int transmitCopies,
    boolean pointToPoint) {
  /** Of an Ethernet. */
  public PortCapabilities(
      final int mtuBytes,
      final int gsoMaxBytes,
      final boolean checksumOffload,
      final int receiveCopies,
      final int transmitCopies) {
    this(mtuBytes, gsoMaxBytes, checksumOffload, receiveCopies, transmitCopies, false);
  }
}
