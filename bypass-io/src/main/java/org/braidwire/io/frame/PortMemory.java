package org.braidwire.io.frame;

/**
 * What a port wants of an engine's memory: places for what arrives, and a way to give back what it was lent. Belongs
 * to the thread that drives the port: the engine's pools themselves, or, where another thread drives it, a stock that
 * the engine fills over rings.
 */
public interface PortMemory {
  /** A frame with one reference, which the port owns; {@link FramePool#NONE} when there is none. */
  long leaseFrame();

  /** Octets of a frame. */
  int frameBytes();

  /** A frame for a super-segment, with one reference; {@link FramePool#NONE} when there is none. */
  long leaseLargeFrame();

  /** Octets of a large frame. */
  int largeFrameBytes();

  /** Gives one reference back: to a frame leased here, or to a header or payload that the device has finished with. */
  void release(long address);
}
