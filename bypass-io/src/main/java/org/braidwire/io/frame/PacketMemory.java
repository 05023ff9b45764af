package org.braidwire.io.frame;

/**
 * The memory of one engine, shared by all its ports: frames for what arrives and for headers that leave, chunks
 * for payload that leaves, large frames for super-segments that arrive. Owned by the engine's thread.
 */
public record PacketMemory(FramePool frames, FramePool chunks, FramePool largeFrames)
    implements PortMemory, AutoCloseable {
  /** Octets of a large frame: what a kernel makes of a TCP stream at most, but for the last few octets of 65,535. */
  public static final int LARGE_FRAME_BYTES = 64 * 1024;

  /** One large frame for so many frames: half as many octets. */
  private static final int FRAMES_PER_LARGE = 64;

  private static final int FEWEST_LARGE = 8;

  /** Pools of {@code frameCount} frames and {@code chunkCount} chunks in the standard sizes, and large frames. */
  public static PacketMemory allocate(final int frameCount, final int chunkCount) {
    return new PacketMemory(
        new FramePool(frameCount, FramePool.FRAME_BYTES),
        new FramePool(chunkCount, FramePool.CHUNK_BYTES),
        new FramePool(Math.max(FEWEST_LARGE, frameCount / FRAMES_PER_LARGE), LARGE_FRAME_BYTES));
  }

  /** The pool that {@code address} lies in. */
  public FramePool poolOf(final long address) {
    if (frames.owns(address)) {
      return frames;
    }
    return chunks.owns(address) ? chunks : largeFrames;
  }

  @Override
  public long leaseFrame() {
    return frames.lease();
  }

  @Override
  public int frameBytes() {
    return frames.pieceBytes();
  }

  @Override
  public long leaseLargeFrame() {
    return largeFrames.lease();
  }

  @Override
  public int largeFrameBytes() {
    return largeFrames.pieceBytes();
  }

  /** Releases one reference to whichever pool {@code address} lies in. */
  @Override
  public void release(final long address) {
    poolOf(address).release(address);
  }

  /** Adds one reference in whichever pool {@code address} lies in. */
  public void retain(final long address) {
    poolOf(address).retain(address);
  }

  /** Pieces out, of all pools. */
  public int leased() {
    return frames.leased() + chunks.leased() + largeFrames.leased();
  }

  @Override
  public void close() {
    frames.close();
    chunks.close();
    largeFrames.close();
  }
}
