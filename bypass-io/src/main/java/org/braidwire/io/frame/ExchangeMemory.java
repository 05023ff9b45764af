package org.braidwire.io.frame;

/**
 * Memory of one engine whose frames lie beside those of other engines, so that two of them can exchange frames instead
 * of copying what is in them. Engine thread.
 */
public interface ExchangeMemory extends PortMemory {
  /** One more holder of the piece that {@code address} lies in. */
  void retain(long address);

  /** Gives away the frame that {@code address} lies in: see {@link FramePool#handOver}. */
  void handOver(long address);

  /** Takes a frame that another engine gave away: see {@link FramePool#takeOver}. */
  void takeOver(long address);

  /** Whether {@code address} lies in a frame for super-segments. */
  boolean isLarge(long address);
}
