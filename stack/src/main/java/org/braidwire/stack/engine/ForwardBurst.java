package org.braidwire.stack.engine;

import org.braidwire.io.frame.ExchangeMemory;

/**
 * Frames of one cycle for one other engine, which go to it together: a fence a burst, and the lane's cache lines move
 * once for several frames. It holds a reference to each frame, until then beside whoever is handling it. Engine thread
 * of the sender.
 */
final class ForwardBurst {
  /** No lane has room for more. */
  private static final int CAPACITY = EngineLane.FRAMES + EngineLane.LARGE_FRAMES;

  private final ExchangeMemory memory;
  private final long[] frames = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final int[] links = new int[CAPACITY];
  private final long[] offloads = new long[CAPACITY];
  private int size;

  /**
   * @param memory the sender's
   */
  ForwardBurst(final ExchangeMemory memory) {
    this.memory = memory;
  }

  /** Adds a frame that came by {@code link}; false where there is no room for it. */
  boolean add(final int link, final long frame, final int bytes, final long offload) {
    if (size == CAPACITY) {
      return false;
    }
    memory.retain(frame);
    frames[size] = frame;
    lengths[size] = bytes;
    links[size] = link;
    offloads[size++] = offload;
    return true;
  }

  int size() {
    return size;
  }

  long frame(final int i) {
    return frames[i];
  }

  int bytes(final int i) {
    return lengths[i];
  }

  int link(final int i) {
    return links[i];
  }

  long offload(final int i) {
    return offloads[i];
  }

  ExchangeMemory memory() {
    return memory;
  }

  /** Forgets the frames, which have all found an owner. */
  void clear() {
    size = 0;
  }

  /** Gives up the frames, which are lost. */
  void drop() {
    for (int i = 0; i < size; i++) {
      memory.release(frames[i]);
    }
    size = 0;
  }
}
