package org.braidwire.io.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Equal pieces of native memory with reference counts: the frames that packets arrive in and leave from, and,
 * as a second instance with larger pieces, the chunks of the send buffers.
 *
 * <p>A piece is named by the address of any octet in it. The free list is LIFO, so that the hot pieces stay in
 * the cache. Exactly one thread, the engine's, leases, retains and releases; a port on another thread hands
 * pieces back through a ring. The pool never grows: an empty pool is a refusal that the caller counts.
 *
 * <p>Pools made by {@link #sharing} lie in one stretch of memory, so that their threads can exchange pieces, one for
 * one: {@link #handOver} on the one side, {@link #takeOver} on the other, and a ring between them. Each pool keeps
 * counts of its own for all pieces, for a piece that is exchanged must not make the owners of its neighbours share a
 * cache line.
 */
public final class FramePool implements AutoCloseable {
  /** What {@link #lease()} gives when every piece is out. */
  public static final long NONE = 0;

  /** Holds an Ethernet frame of 1,514 octets with room to spare; what AF_XDP calls a chunk. */
  public static final int FRAME_BYTES = 2048;

  /** Send-buffer chunk: 64 KiB, so that a super-segment lies in one piece. */
  public static final int CHUNK_BYTES = 64 * 1024;

  private static final int PAGE_BYTES = 4096;

  private final Region region;

  /** Pools that use the region; the last one that is closed closes it. */
  private final AtomicInteger users;

  private final long base;
  private final long end;
  private final int pieceShift;
  private final int[] freePieces;
  private final int[] references;
  private int freeCount;
  private boolean closed;

  /**
   * @param pieces how many pieces, fixed for the life of the pool
   * @param pieceBytes octets a piece, a power of two
   */
  public FramePool(final int pieces, final int pieceBytes) {
    this(allocate(1, pieces, pieceBytes), new AtomicInteger(1), 0, pieces, pieceBytes);
  }

  private FramePool(
      final Region region, final AtomicInteger users, final int first, final int pieces, final int pieceBytes) {
    this.region = region;
    this.users = users;
    base = region.address();
    end = base + region.bytes();
    pieceShift = Integer.numberOfTrailingZeros(pieceBytes);
    freePieces = new int[pieces];
    references = new int[(int) (region.bytes() >>> pieceShift)];
    for (int i = 0; i < pieces; i++) {
      freePieces[i] = first + pieces - 1 - i;
    }
    freeCount = pieces;
  }

  private static Region allocate(final int pools, final int pieces, final int pieceBytes) {
    if (pools <= 0 || pieces <= 0 || Integer.bitCount(pieceBytes) != 1) {
      throw new IllegalArgumentException(
          "need positive counts and a power of two: " + pools + " x " + pieces + " x " + pieceBytes);
    }
    return Region.allocate((long) pools * pieces * pieceBytes, PAGE_BYTES);
  }

  /**
   * Pools that can exchange pieces, each for a thread of its own.
   *
   * @param pools how many
   * @param pieces how many pieces each has, which stays so
   * @param pieceBytes octets a piece, a power of two
   */
  public static List<FramePool> sharing(final int pools, final int pieces, final int pieceBytes) {
    final Region region = allocate(pools, pieces, pieceBytes);
    final AtomicInteger users = new AtomicInteger(pools);
    final List<FramePool> all = new ArrayList<>();
    for (int i = 0; i < pools; i++) {
      all.add(new FramePool(region, users, i * pieces, pieces, pieceBytes));
    }
    return all;
  }

  /** The address of a piece with one reference, or {@link #NONE}. */
  public long lease() {
    if (freeCount == 0) {
      return NONE;
    }
    final int piece = freePieces[--freeCount];
    references[piece] = 1;
    return base + ((long) piece << pieceShift);
  }

  /** One more holder of the piece that {@code address} lies in. */
  public void retain(final long address) {
    final int piece = pieceOf(address);
    assert references[piece] > 0 : "retain of a free piece " + piece;
    references[piece]++;
  }

  /** One holder less; the last one returns the piece to the free list. */
  public void release(final long address) {
    final int piece = pieceOf(address);
    final int left = --references[piece];
    assert left >= 0 : "release of a free piece " + piece;
    if (left == 0) {
      freePieces[freeCount++] = piece;
    }
  }

  /**
   * Gives the piece of a sole holder to another pool of the same memory, which has to give one in return: until then it
   * counts as leased here.
   */
  public void handOver(final long address) {
    final int piece = pieceOf(address);
    assert references[piece] == 1 : references[piece] + " hold piece " + piece + ", which is to be handed over";
    references[piece] = 0;
  }

  /** Takes a piece that another pool of the same memory handed over; the caller is its sole holder. */
  public void takeOver(final long address) {
    final int piece = pieceOf(address);
    assert references[piece] == 0 : "piece " + piece + " is held here already";
    references[piece] = 1;
  }

  /** Whether pieces can be exchanged with {@code other}. */
  public boolean sharesWith(final FramePool other) {
    return base == other.base;
  }

  /** The first address of the piece that {@code address} lies in. */
  public long start(final long address) {
    return base + ((long) pieceOf(address) << pieceShift);
  }

  /** Whether {@code address} lies in this pool, or in one that shares its memory. */
  public boolean owns(final long address) {
    return address >= base && address < end;
  }

  public int references(final long address) {
    return references[pieceOf(address)];
  }

  public int pieceBytes() {
    return 1 << pieceShift;
  }

  public int pieces() {
    return freePieces.length;
  }

  public int free() {
    return freeCount;
  }

  public int leased() {
    return freePieces.length - freeCount;
  }

  /** First address of the pool's memory, shared or not, for a device that must know it (a UMEM). */
  public long base() {
    return base;
  }

  /** Octets of the pool's memory. */
  public long bytes() {
    return region.bytes();
  }

  private int pieceOf(final long address) {
    assert owns(address) : "address 0x" + Long.toHexString(address) + " is not of this pool";
    return (int) ((address - base) >>> pieceShift);
  }

  /** Gives the memory back, when all that share it have. Pieces still leased are lost with it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Arrays.fill(references, 0);
    freeCount = 0;
    if (users.decrementAndGet() == 0) {
      region.close();
    }
  }
}
