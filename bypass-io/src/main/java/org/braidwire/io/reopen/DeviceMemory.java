package org.braidwire.io.reopen;

import java.util.Arrays;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PortMemory;

/**
 * The memory that one device was opened on: that of the port's thread, but while another thread opens or closes the
 * device nothing is leased, and what is released is kept until the port's thread takes it home.
 */
final class DeviceMemory implements PortMemory {
  private static final int FIRST_CAPACITY = 64;

  private final PortMemory memory;

  /** Handed over with the device: by the start of a thread, and by its end. */
  private boolean away;

  private long[] kept = new long[FIRST_CAPACITY];
  private int keptCount;

  DeviceMemory(final PortMemory memory) {
    this.memory = memory;
  }

  /** Another thread has the device from here on. */
  void leave() {
    away = true;
  }

  /** The port's thread has the device, or what it held, again. */
  void comeHome() {
    away = false;
    for (int i = 0; i < keptCount; i++) {
      memory.release(kept[i]);
    }
    keptCount = 0;
  }

  @Override
  public long leaseFrame() {
    return away ? FramePool.NONE : memory.leaseFrame();
  }

  @Override
  public int frameBytes() {
    return memory.frameBytes();
  }

  @Override
  public long leaseLargeFrame() {
    return away ? FramePool.NONE : memory.leaseLargeFrame();
  }

  @Override
  public int largeFrameBytes() {
    return memory.largeFrameBytes();
  }

  @Override
  public void release(final long address) {
    if (away) {
      keep(address);
    } else {
      memory.release(address);
    }
  }

  private void keep(final long address) {
    if (keptCount == kept.length) {
      kept = Arrays.copyOf(kept, 2 * keptCount);
    }
    kept[keptCount++] = address;
  }
}
