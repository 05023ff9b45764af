package org.braidwire.io.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded queue of frame descriptors from exactly one producer thread to exactly one consumer thread: how frames
 * cross a thread boundary without being copied.
 *
 * <p>A descriptor is four longs: where the header lies, both lengths, where the payload lies, and an
 * {@link org.braidwire.io.port.Offload} word. The header's address is the slot's flag and is written last: 0 is empty,
 * so a frame without a header cannot be queued. Both sides see how far they may go by looking at slots, and neither
 * ever reads the other's index, as in {@link LongRing}.
 *
 * <p>The consumer looks at the oldest descriptor in place and takes it when it has found a home for the frame, so a
 * frame that a device refuses keeps its place.
 */
public final class FrameRing {
  /** What {@link #peek()} gives when nothing waits. */
  public static final long EMPTY = 0;

  /** Longs in two cache lines: x86 fetches lines in pairs. */
  private static final int PAD_LONGS = 16;

  private static final int PRODUCER_INDEX = PAD_LONGS;
  private static final int CONSUMER_INDEX = 2 * PAD_LONGS;
  private static final int FIRST_SLOT = 3 * PAD_LONGS;

  /** A slot is 1 &lt;&lt; 2 longs. */
  private static final int SLOT_SHIFT = 2;

  private static final int HEADER_ADDRESS = 0;
  private static final int LENGTHS = 1;
  private static final int PAYLOAD_ADDRESS = 2;
  private static final int OFFLOAD = 3;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] cells;
  private final int mask;

  /**
   * @param capacity how many descriptors it holds, a power of two
   */
  public FrameRing(final int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
    }
    mask = capacity - 1;
    cells = new long[FIRST_SLOT + (capacity << SLOT_SHIFT) + PAD_LONGS];
  }

  public int capacity() {
    return mask + 1;
  }

  // ---- producer ----------------------------------------------------------------------------------------------

  /**
   * Producer only: queues a frame; false when the ring is full.
   *
   * @param headerAddress not 0
   */
  public boolean offer(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    assert headerAddress != EMPTY : "0 marks an empty slot";
    final long index = cells[PRODUCER_INDEX];
    final int slot = slot(index);
    if ((long) CELL.getAcquire(cells, slot + HEADER_ADDRESS) != EMPTY) {
      return false;
    }
    cells[slot + LENGTHS] = (long) headerBytes << Integer.SIZE | payloadBytes;
    cells[slot + PAYLOAD_ADDRESS] = payloadAddress;
    cells[slot + OFFLOAD] = offload;
    CELL.setRelease(cells, slot + HEADER_ADDRESS, headerAddress);
    cells[PRODUCER_INDEX] = index + 1;
    return true;
  }

  /**
   * Producer only: how many frames can be queued now, exact up to {@code limit}. Slots are freed in order, so one that
   * is empty says that all before it are: a few looks answer.
   *
   * @param limit how many are asked for, 1 to {@link #capacity()}
   */
  public int room(final int limit) {
    final long index = cells[PRODUCER_INDEX];
    int room = 0;
    int beyond = limit + 1;
    int guess = limit; // most of the time there is room for all
    while (room + 1 < beyond) {
      if ((long) CELL.getAcquire(cells, slot(index + guess - 1) + HEADER_ADDRESS) == EMPTY) {
        room = guess;
      } else {
        beyond = guess;
      }
      guess = (room + beyond) >>> 1;
    }
    return room;
  }

  // ---- consumer ----------------------------------------------------------------------------------------------

  /** Consumer only: the header's address of the oldest frame, which stays where it is, or {@link #EMPTY}. */
  public long peek() {
    return (long) CELL.getAcquire(cells, slot(cells[CONSUMER_INDEX]) + HEADER_ADDRESS);
  }

  /** Consumer only, after a {@link #peek()} that found a frame; so are the other parts. */
  public int headerBytes() {
    return (int) (part(LENGTHS) >>> Integer.SIZE);
  }

  public int payloadBytes() {
    return (int) part(LENGTHS);
  }

  public long payloadAddress() {
    return part(PAYLOAD_ADDRESS);
  }

  public long offload() {
    return part(OFFLOAD);
  }

  /** Consumer only: the frame that {@link #peek()} showed is taken, and its slot the producer's again. */
  public void take() {
    final long index = cells[CONSUMER_INDEX];
    assert peek() != EMPTY : "nothing to take";
    CELL.setRelease(cells, slot(index) + HEADER_ADDRESS, EMPTY);
    cells[CONSUMER_INDEX] = index + 1;
  }

  private long part(final int which) {
    return cells[slot(cells[CONSUMER_INDEX]) + which];
  }

  private int slot(final long index) {
    return FIRST_SLOT + (((int) index & mask) << SLOT_SHIFT);
  }
}
