package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * One direction of a connection between the engine's thread and the application's: a bounded ring of octets with
 * one producer and one consumer, neither of which ever waits for the other.
 *
 * <p>Positions only grow; their difference is what is readable. The octets live on the heap, so that a connection
 * whose engine has gone can still be read to its last byte. Behind the ring lies room for the end of a claim, so that
 * a claim is in one piece wherever it begins; what of it lies there moves to the front when it is committed.
 */
final class ByteRing {
  private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

  /** Positions lie two cache lines apart, so that the two threads do not fight over one. */
  private static final int PRODUCER = 16;

  private static final int CONSUMER = 32;
  private static final int POSITIONS = 48;

  /** Nothing was claimed: there is no room. */
  static final int NO_ROOM = -1;

  private final byte[] octets;
  private final MemorySegment memory;
  private final int mask;
  private final int maxClaimBytes;

  /** The producer's: octets of the claim that is not committed yet. */
  private int claimBytes;

  private final long[] positions = new long[POSITIONS];

  /** Written by the producer after its last octet. */
  private volatile boolean finished;

  ByteRing(final int capacityBytes) {
    this(capacityBytes, 0);
  }

  /**
   * @param capacityBytes a power of two
   * @param maxClaimBytes longest claim, at most the capacity
   */
  ByteRing(final int capacityBytes, final int maxClaimBytes) {
    if (capacityBytes <= 0 || Integer.bitCount(capacityBytes) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two: " + capacityBytes);
    }
    octets = new byte[capacityBytes + maxClaimBytes];
    memory = MemorySegment.ofArray(octets);
    mask = capacityBytes - 1;
    this.maxClaimBytes = maxClaimBytes;
  }

  int capacity() {
    return mask + 1;
  }

  /** Octets that can be written now. Exact for the producer, a lower bound for others. */
  int writable() {
    // The consumer first: read the other way round, a stale consumer could make the result negative.
    final long consumer = (long) POSITION.getAcquire(positions, CONSUMER);
    final long producer = (long) POSITION.getAcquire(positions, PRODUCER);
    return Math.max(0, capacity() - (int) (producer - consumer));
  }

  /** Octets that can be read now. Exact or a lower bound for the consumer. */
  int readable() {
    final long consumer = (long) POSITION.getAcquire(positions, CONSUMER);
    final long producer = (long) POSITION.getAcquire(positions, PRODUCER);
    return (int) Math.min(capacity(), producer - consumer);
  }

  /**
   * Producer: where {@code bytes} octets may be written in one piece in {@link #memory()}, or {@link #NO_ROOM}. Good
   * until the next claim or write.
   */
  int tryClaim(final int bytes) {
    assert bytes > 0 && bytes <= maxClaimBytes : "claim of " + bytes + " octets";
    if (bytes > writable()) {
      return NO_ROOM;
    }
    claimBytes = bytes;
    return (int) (long) POSITION.get(positions, PRODUCER) & mask;
  }

  /** Producer: hands the first {@code bytes} octets of the claim to the consumer; false when there is no claim. */
  boolean commit(final int bytes) {
    if (claimBytes == 0) {
      return false;
    }
    if (bytes < 1 || bytes > claimBytes) {
      throw new IllegalArgumentException("commit of " + bytes + " octets of a claim of " + claimBytes);
    }
    claimBytes = 0;
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int beyond = ((int) producer & mask) + bytes - capacity();
    if (beyond > 0) {
      System.arraycopy(octets, capacity(), octets, 0, beyond);
    }
    POSITION.setRelease(positions, PRODUCER, producer + bytes);
    return true;
  }

  /** Producer: copies what fits and returns how much that was. */
  int write(final MemorySegment source, final long offset, final int length) {
    claimBytes = 0;
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int taken = Math.min(length, writable());
    final int index = (int) producer & mask;
    final int first = Math.min(taken, capacity() - index);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, octets, index, first);
    if (taken > first) {
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + first, octets, 0, taken - first);
    }
    POSITION.setRelease(positions, PRODUCER, producer + taken);
    return taken;
  }

  /** Producer: copies what fits and returns how much that was. */
  int write(final byte[] source, final int offset, final int length) {
    claimBytes = 0;
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int taken = Math.min(length, writable());
    final int index = (int) producer & mask;
    final int first = Math.min(taken, capacity() - index);
    System.arraycopy(source, offset, octets, index, first);
    System.arraycopy(source, offset + first, octets, 0, taken - first);
    POSITION.setRelease(positions, PRODUCER, producer + taken);
    return taken;
  }

  /** Producer: copies what fits out of the buffer and returns how much that was. */
  int write(final ByteBuffer source) {
    claimBytes = 0;
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int taken = Math.min(source.remaining(), writable());
    final int index = (int) producer & mask;
    final int first = Math.min(taken, capacity() - index);
    source.get(octets, index, first);
    source.get(octets, 0, taken - first);
    POSITION.setRelease(positions, PRODUCER, producer + taken);
    return taken;
  }

  /** Consumer: copies what is there and fits into the buffer, and returns how much that was. */
  int read(final ByteBuffer target) {
    final long consumer = (long) POSITION.get(positions, CONSUMER);
    final int taken = Math.min(target.remaining(), readable());
    final int index = (int) consumer & mask;
    final int first = Math.min(taken, capacity() - index);
    target.put(octets, index, first);
    target.put(octets, 0, taken - first);
    POSITION.setRelease(positions, CONSUMER, consumer + taken);
    return taken;
  }

  /** Consumer: copies what is there, at most {@code length}, and returns how much that was. */
  int read(final byte[] target, final int offset, final int length) {
    final long consumer = (long) POSITION.get(positions, CONSUMER);
    final int taken = Math.min(length, readable());
    final int index = (int) consumer & mask;
    final int first = Math.min(taken, capacity() - index);
    System.arraycopy(octets, index, target, offset, first);
    System.arraycopy(octets, 0, target, offset + first, taken - first);
    POSITION.setRelease(positions, CONSUMER, consumer + taken);
    return taken;
  }

  /** Consumer: octets that lie in one piece from {@link #readIndex()} in {@link #memory()}. */
  int contiguous() {
    return Math.min(readable(), capacity() - readIndex());
  }

  /** Consumer: where the next octet lies in {@link #memory()}. */
  int readIndex() {
    return (int) (long) POSITION.get(positions, CONSUMER) & mask;
  }

  /** Consumer: gives {@code count} octets back to the producer. */
  void consumed(final int count) {
    final long consumer = (long) POSITION.get(positions, CONSUMER);
    assert count >= 0 && count <= readable() : "consumed " + count + " of " + readable();
    POSITION.setRelease(positions, CONSUMER, consumer + count);
  }

  /** The octets, for reading in place between {@link #readIndex()} and {@link #contiguous()}. */
  MemorySegment memory() {
    return memory;
  }

  /** Producer: no octet follows. */
  void finish() {
    finished = true;
  }

  /** Whether the producer has finished and every octet was read. */
  boolean isDrained() {
    // The flag first: octets written before it are then visible.
    return finished && readable() == 0;
  }
}
