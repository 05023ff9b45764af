package org.braidwire.io.frame;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The memory of one engine, shared by all its ports: frames for what arrives and for headers that leave, chunks
 * for payload that leaves, large frames for super-segments that arrive. Owned by the engine's thread.
 */
public record PacketMemory(FramePool frames, FramePool chunks, FramePool largeFrames)
    implements ExchangeMemory, AutoCloseable {
  /** Octets of a large frame: what a kernel makes of a TCP stream at most, but for the last few octets of 65,535. */
  public static final int LARGE_FRAME_BYTES = 64 * 1024;

  /** One large frame for so many frames: half as many octets. */
  private static final int FRAMES_PER_LARGE = 64;

  private static final int FEWEST_LARGE = 8;

  /** Pools of {@code frameCount} frames and {@code chunkCount} chunks in the standard sizes, and large frames. */
  public static PacketMemory allocate(final int frameCount, final int chunkCount) {
    return allocate(1, frameCount, chunkCount).getFirst();
  }

  /** The same for each of {@code engines}, which can exchange the frames that arrive. */
  public static List<PacketMemory> allocate(final int engines, final int frameCount, final int chunkCount) {
    final int largeCount = Math.max(FEWEST_LARGE, frameCount / FRAMES_PER_LARGE);
    final List<FramePool> frames = FramePool.sharing(engines, frameCount, FramePool.FRAME_BYTES);
    final List<FramePool> largeFrames = FramePool.sharing(engines, largeCount, LARGE_FRAME_BYTES);
    return IntStream.range(0, engines)
        .mapToObj(engine -> new PacketMemory(
            frames.get(engine), new FramePool(chunkCount, FramePool.CHUNK_BYTES), largeFrames.get(engine)))
        .toList();
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
  @Override
  public void retain(final long address) {
    poolOf(address).retain(address);
  }

  @Override
  public void handOver(final long address) {
    poolOf(address).handOver(address);
  }

  @Override
  public void takeOver(final long address) {
    poolOf(address).takeOver(address);
  }

  @Override
  public boolean isLarge(final long address) {
    return largeFrames.owns(address);
  }

  /** Whether frames can be exchanged with {@code other}. */
  public boolean sharesWith(final PacketMemory other) {
    return frames.sharesWith(other.frames) && largeFrames.sharesWith(other.largeFrames);
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
