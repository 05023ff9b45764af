package org.braidwire.io.nic;

import org.braidwire.io.frame.PortMemory;

/** The memory of a port that the NIC thread drives: empty frames from the engine, references back to it. NIC thread. */
final class FrameStock implements PortMemory {
  private final PortRings rings;
  private final int frameBytes;
  private final int largeFrameBytes;
  private int releasedNow;

  FrameStock(final PortRings rings) {
    this.rings = rings;
    frameBytes = rings.memory.frameBytes();
    largeFrameBytes = rings.memory.largeFrameBytes();
  }

  @Override
  public long leaseFrame() {
    return rings.frames.poll(); // an empty ring and no frame are both 0
  }

  @Override
  public int frameBytes() {
    return frameBytes;
  }

  @Override
  public long leaseLargeFrame() {
    return rings.largeFrames.poll();
  }

  @Override
  public int largeFrameBytes() {
    return largeFrameBytes;
  }

  @Override
  public void release(final long address) {
    final boolean taken = rings.released.offer(address);
    assert taken : "more references out than the ring holds";
    releasedNow++;
  }

  /** How many references went back since the last call. */
  int takeReleased() {
    final int count = releasedNow;
    releasedNow = 0;
    return count;
  }
}
