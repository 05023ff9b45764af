package org.braidwire.io.port;

/**
 * One attachment to a link: Ethernet frames in, Ethernet frames out. Knows nothing of what they carry.
 *
 * <p>All methods belong to one thread, the engine's (or, in the two-thread shape, the NIC agent's). No method
 * blocks. Link trouble (carrier lost, ENETDOWN, ENOBUFS) is a counter and a return code, never an exception;
 * an exception means a bug or a closed port.
 */
public interface FramePort extends AutoCloseable {
  /** What {@link #readinessFd()} gives where there is nothing to wait on. */
  int NO_DESCRIPTOR = -1;

  /** A short name for logs and statistics, usually the interface's. */
  String name();

  /** In one line, for people: what kind of port it is and what it chose, with its reasons. */
  default String description() {
    return name();
  }

  PortCapabilities capabilities();

  /** The Ethernet address frames leave with: six octets, right-aligned. */
  long macAddress();

  /**
   * Takes what has arrived. Each frame lies in a piece leased from the engine's frame pool; the receiver
   * releases it. Does no parsing.
   *
   * @param burst cleared and filled, up to its capacity
   * @return the number of frames taken
   */
  int poll(RxBurst burst);

  /**
   * Gives one frame to the device: a header and, following it on the wire, an optional payload elsewhere.
   *
   * <p>On {@code true} the port owns one reference to the header's piece and, when {@code payloadBytes > 0}, one
   * to the payload's; it releases both when the device no longer reads them, at once where it copies. On
   * {@code false} the device is full: nothing was taken and the caller keeps both references. A frame given to a
   * link that is down is taken and dropped, with a counter, as a NIC does.
   *
   * <p>The header's piece is the port's to write in, before the header and behind it, until it is released: a device
   * may want the payload there, or a word of its own in front.
   *
   * @param headerAddress first octet of the Ethernet header, in a frame of the engine's pool
   * @param headerBytes octets of header
   * @param payloadAddress first octet of the payload, in either pool of the engine; ignored when empty
   * @param payloadBytes octets of payload, 0 for none
   * @param offload what the device is asked to do, see {@link Offload}; only what {@link #capabilities()} offers
   */
  boolean transmit(long headerAddress, int headerBytes, long payloadAddress, int payloadBytes, long offload);

  /** How many frames {@link #transmit} takes now without refusing; an estimate from below. */
  int transmitRoom();

  /** Makes the device send what it was given, one wake-up a batch, and reclaims what it has finished with. */
  void flush();

  /**
   * A descriptor that is readable, to poll(2), while {@link #poll} would find frames: what an engine without work
   * sleeps on. {@link #NO_DESCRIPTOR} where there is none and frames are found only by looking.
   */
  default int readinessFd() {
    return NO_DESCRIPTOR;
  }

  /** Whether the link has carrier. A change is seen by the caller's next look; no callback. */
  boolean linkUp();

  /** What was counted so far: the same object at each call, which brings up to date what others count. */
  PortCounters counters();

  /** Releases every frame that the port still holds, then the device. */
  @Override
  void close();
}
