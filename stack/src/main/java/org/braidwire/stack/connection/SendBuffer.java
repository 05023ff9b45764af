package org.braidwire.stack.connection;

import java.lang.foreign.MemorySegment;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.stack.base.PlantedBug;

/**
 * The octets an application has given and the peer has not acknowledged, in reference-counted chunks.
 *
 * <p>The buffer holds one reference to a chunk until DATA_ACK has passed its end; every queue entry that carries
 * octets of it holds another. So a chunk outlives its DATA_ACK while some subflow may still have to send it
 * again (RFC 8684 3.3.2), and a ring of any device may lie on it as long as it likes. Positions are data
 * sequence numbers. Engine thread.
 */
final class SendBuffer {
  /**
   * Octets of a chunk that are used: whole claims, and no more than one IP packet carries, or a device that cuts
   * super-segments would be given a large one and a crumb for each chunk.
   */
  static final int CHUNK_BYTES = 60 * 1024;

  /** One chunk in so many is for connections that hold fewer than {@link #FEW_CHUNKS}. */
  private static final int RESERVE_SHARE = 8;

  /** With these a connection does not stand still: one is filled while the other is acknowledged. */
  private static final int FEW_CHUNKS = 2;

  private final FramePool chunks;
  private final int reserve;
  private final int limitBytes;
  private final long[] addresses;
  private final long[] firstDsn;
  private final int mask;

  private long headChunk;
  private long tailChunk;
  private long start;
  private long end;
  private int tailUsedBytes;
  private long claimAddress;
  private int claimBytes;

  SendBuffer(final FramePool chunks, final int limitBytes) {
    this.chunks = chunks;
    reserve = chunks.pieces() / RESERVE_SHARE;
    this.limitBytes = limitBytes;
    // A claim may seal a chunk that is three quarters full: room for that, and one for each end.
    final int slots = Integer.highestOneBit(2 * (limitBytes / CHUNK_BYTES + 2) - 1) * 2;
    addresses = new long[slots];
    firstDsn = new long[slots];
    mask = slots - 1;
  }

  /** The first octet to be stored has data sequence number {@code dsn}. */
  void begin(final long dsn) {
    assert start == end;
    start = dsn;
    end = dsn;
  }

  /** Data sequence number after the last octet stored. */
  long end() {
    return end;
  }

  /** Data sequence number of the first octet still held. */
  long start() {
    return start;
  }

  long roomBytes() {
    return Math.max(0, limitBytes - (end - start));
  }

  /**
   * Address of {@code bytes} contiguous octets to be written and committed, or 0 when there is no room. It holds until
   * the next claim, offer or {@link #voidClaim}.
   */
  long claim(final int bytes) {
    if (bytes > roomBytes() || !ensureTail(bytes)) {
      return FramePool.NONE;
    }
    claimAddress = tailAddress() + tailUsedBytes;
    claimBytes = bytes;
    return claimAddress;
  }

  /** Whether there is a claim to commit. */
  boolean hasClaim() {
    return claimBytes > 0;
  }

  /** Gives an uncommitted claim up, and the chunk with it that nothing else needs. */
  void voidClaim() {
    if (claimBytes > 0) {
      claimBytes = 0;
      releaseTo(start);
    }
  }

  /** Takes the first {@code bytes} octets of the claim. */
  void commit(final int bytes) {
    if (bytes < 1 || bytes > claimBytes) {
      throw new IllegalArgumentException("commit of " + bytes + " octets of a claim of " + claimBytes);
    }
    claimBytes = 0;
    tailUsedBytes += bytes;
    end += bytes;
  }

  /** Copies what fits; returns octets taken. */
  int offer(final MemorySegment source, final long offset, final int length) {
    claimBytes = 0;
    int taken = 0;
    while (taken < length) {
      final long room = roomBytes();
      if (room == 0 || !ensureTail(1)) {
        break;
      }
      final int piece = (int) Math.min(Math.min(length - taken, room), CHUNK_BYTES - tailUsedBytes);
      MemorySegment.copy(source, offset + taken, Memory.all(), tailAddress() + tailUsedBytes, piece);
      tailUsedBytes += piece;
      end += piece;
      taken += piece;
    }
    return taken;
  }

  private boolean ensureTail(final int bytes) {
    if (tailChunk > headChunk && tailUsedBytes + bytes <= CHUNK_BYTES) {
      return true;
    }
    if (!mayGrow()) {
      return false;
    }
    final long chunk = chunks.lease();
    addresses[(int) tailChunk & mask] = chunk;
    firstDsn[(int) tailChunk & mask] = end;
    tailChunk++;
    tailUsedBytes = 0;
    return true;
  }

  /**
   * Whether a further chunk can be had. A connection keeps no more of them than it leaves to the others: one whose peer
   * takes nothing cannot keep the others from sending. A reserve is for those that come when much is held already.
   */
  boolean mayGrow() {
    final long held = tailChunk - headChunk;
    final int left = held < FEW_CHUNKS ? chunks.free() : chunks.free() - reserve;
    return held < Math.min(addresses.length, left);
  }

  private long tailAddress() {
    return addresses[(int) (tailChunk - 1) & mask];
  }

  /** Address of the octet {@code dsn}, which must be held. */
  long address(final long dsn) {
    final long chunk = chunkOf(dsn);
    return addresses[(int) chunk & mask] + (dsn - firstDsn[(int) chunk & mask]);
  }

  /** Octets from {@code dsn} on that lie in one piece. */
  int contiguousBytes(final long dsn) {
    final long chunk = chunkOf(dsn);
    final long chunkEnd = chunk + 1 == tailChunk ? end : firstDsn[(int) (chunk + 1) & mask];
    return (int) (chunkEnd - dsn);
  }

  private long chunkOf(final long dsn) {
    assert dsn - start >= 0 && dsn - end < 0 : "octet not held";
    long chunk = tailChunk - 1; // new data is asked for most
    while (dsn - firstDsn[(int) chunk & mask] < 0) {
      chunk--;
    }
    return chunk;
  }

  /** DATA_ACK has reached {@code dsn}: whole chunks before it lose the buffer's reference. */
  void releaseTo(final long dsn) {
    start = dsn;
    while (headChunk < tailChunk && isDone(headChunk, dsn)) {
      final long chunk = addresses[(int) headChunk & mask];
      headChunk++;
      if (PlantedBug.BUFFER_FREED_AT_DATA_ACK.isPlanted()) {
        scribble(chunk);
      }
      chunks.release(chunk);
    }
  }

  private boolean isDone(final long chunk, final long dsn) {
    if (chunk + 1 == tailChunk) {
      return dsn == end && claimBytes == 0;
    }
    return dsn - firstDsn[(int) (chunk + 1) & mask] >= 0;
  }

  /** What reuse by another connection would do to octets that a subflow still has to send. */
  private void scribble(final long chunk) {
    Memory.zero(chunk, chunks.pieceBytes());
  }

  /** Gives every chunk back. */
  void clear() {
    while (headChunk < tailChunk) {
      chunks.release(addresses[(int) headChunk & mask]);
      headChunk++;
    }
    start = end;
    claimBytes = 0;
  }
}
