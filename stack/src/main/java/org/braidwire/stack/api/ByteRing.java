package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One direction of a connection between the engine's thread and the application's: a bounded ring of octets with
 * one producer and one consumer, neither of which ever waits for the other.
 *
 * <p>Positions only grow; their difference is what is readable. The octets live on the heap, so that a connection
 * whose engine has gone can still be read to its last byte.
 */
final class ByteRing {
  private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

  /** Positions lie two cache lines apart, so that the two threads do not fight over one. */
  private static final int PRODUCER = 16;

  private static final int CONSUMER = 32;
  private static final int POSITIONS = 48;

  private final byte[] octets;
  private final MemorySegment memory;
  private final int mask;
  private final long[] positions = new long[POSITIONS];

  /** Written by the producer after its last octet. */
  private volatile boolean finished;

  ByteRing(final int capacityBytes) {
    if (capacityBytes <= 0 || Integer.bitCount(capacityBytes) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two: " + capacityBytes);
    }
    octets = new byte[capacityBytes];
    memory = MemorySegment.ofArray(octets);
    mask = capacityBytes - 1;
  }

  int capacity() {
    return octets.length;
  }

  /** Octets that can be written now. Exact for the producer, a lower bound for others. */
  int writable() {
    // The consumer first: read the other way round, a stale consumer could make the result negative.
    final long consumer = (long) POSITION.getAcquire(positions, CONSUMER);
    final long producer = (long) POSITION.getAcquire(positions, PRODUCER);
    return Math.max(0, octets.length - (int) (producer - consumer));
  }

  /** Octets that can be read now. Exact or a lower bound for the consumer. */
  int readable() {
    final long consumer = (long) POSITION.getAcquire(positions, CONSUMER);
    final long producer = (long) POSITION.getAcquire(positions, PRODUCER);
    return (int) Math.min(octets.length, producer - consumer);
  }

  /** Producer: copies what fits and returns how much that was. */
  int write(final MemorySegment source, final long offset, final int length) {
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int taken = Math.min(length, writable());
    final int index = (int) producer & mask;
    final int first = Math.min(taken, octets.length - index);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, octets, index, first);
    if (taken > first) {
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + first, octets, 0, taken - first);
    }
    POSITION.setRelease(positions, PRODUCER, producer + taken);
    return taken;
  }

  /** Producer: copies what fits and returns how much that was. */
  int write(final byte[] source, final int offset, final int length) {
    final long producer = (long) POSITION.get(positions, PRODUCER);
    final int taken = Math.min(length, writable());
    final int index = (int) producer & mask;
    final int first = Math.min(taken, octets.length - index);
    System.arraycopy(source, offset, octets, index, first);
    System.arraycopy(source, offset + first, octets, 0, taken - first);
    POSITION.setRelease(positions, PRODUCER, producer + taken);
    return taken;
  }

  /** Consumer: copies what is there, at most {@code length}, and returns how much that was. */
  int read(final byte[] target, final int offset, final int length) {
    final long consumer = (long) POSITION.get(positions, CONSUMER);
    final int taken = Math.min(length, readable());
    final int index = (int) consumer & mask;
    final int first = Math.min(taken, octets.length - index);
    System.arraycopy(octets, index, target, offset, first);
    System.arraycopy(octets, 0, target, offset + first, taken - first);
    POSITION.setRelease(positions, CONSUMER, consumer + taken);
    return taken;
  }

  /** Consumer: octets that lie in one piece from {@link #readIndex()} in {@link #memory()}. */
  int contiguous() {
    return Math.min(readable(), octets.length - readIndex());
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
