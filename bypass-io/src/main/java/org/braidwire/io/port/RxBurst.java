package org.braidwire.io.port;

/** The frames of one {@link FramePort#poll}, as parallel arrays; made once, refilled for ever. One thread. */
public final class RxBurst {
  /** Batches beyond 8 to 32 frames buy nothing on the devices measured. */
  public static final int CAPACITY = 32;

  private final long[] addresses = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final long[] offloads = new long[CAPACITY];
  private int size;

  public void clear() {
    size = 0;
  }

  public boolean isFull() {
    return size == CAPACITY;
  }

  /** Adds a frame of {@code bytes} octets whose Ethernet header begins at {@code address}. */
  public void add(final long address, final int bytes, final long offload) {
    addresses[size] = address;
    lengths[size] = bytes;
    offloads[size++] = offload;
  }

  public int size() {
    return size;
  }

  public long address(final int index) {
    return addresses[index];
  }

  public int bytes(final int index) {
    return lengths[index];
  }

  public long offload(final int index) {
    return offloads[index];
  }
}
