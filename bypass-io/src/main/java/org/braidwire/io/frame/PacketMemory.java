package org.braidwire.io.frame;

/**
 * The memory of one engine, shared by all its ports: frames for what arrives and for headers that leave, chunks
 * for payload that leaves. Owned by the engine's thread.
 */
public record PacketMemory(FramePool frames, FramePool chunks) implements AutoCloseable {
  /** Pools of {@code frameCount} frames and {@code chunkCount} chunks in the standard sizes. */
  public static PacketMemory allocate(final int frameCount, final int chunkCount) {
    return new PacketMemory(
        new FramePool(frameCount, FramePool.FRAME_BYTES), new FramePool(chunkCount, FramePool.CHUNK_BYTES));
  }

  /** Releases one reference to whichever pool {@code address} lies in. */
  public void release(final long address) {
    (frames.owns(address) ? frames : chunks).release(address);
  }

  /** Adds one reference in whichever pool {@code address} lies in. */
  public void retain(final long address) {
    (frames.owns(address) ? frames : chunks).retain(address);
  }

  @Override
  public void close() {
    frames.close();
    chunks.close();
  }
}
