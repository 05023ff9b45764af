package org.braidwire.benchmarks.loop;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.stack.api.MptcpConnection;

/**
 * The application's own memory of a benchmark: a source whose bytes are sent and a sink that what arrives is copied
 * to, each walked round and round. Its size is the footprint: 64 KiB stays in the second-level cache, 4 MiB does
 * not. One thread.
 */
public final class ApplicationBytes implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;

  private final Region source;
  private final Region sink;
  private final int footprintBytes;
  private int sourceAt;
  private int sinkAt;

  public ApplicationBytes(final int footprintBytes) {
    this.footprintBytes = footprintBytes;
    source = Region.allocate(footprintBytes, PAGE_BYTES);
    sink = Region.allocate(footprintBytes, PAGE_BYTES);
    for (int i = 0; i < footprintBytes; i++) {
      Memory.putByte(source.address() + i, i * 31 + (i >>> 8));
    }
  }

  /** Where the next {@code bytes} octets to be sent lie; at most the footprint. */
  public long next(final int bytes) {
    if (sourceAt + bytes > footprintBytes) {
      sourceAt = 0;
    }
    final long address = source.address() + sourceAt;
    sourceAt += bytes;
    return address;
  }

  /** Writes the next {@code bytes} octets into a claim and commits it; false where there is no room for them. */
  public boolean send(final MptcpConnection connection, final int bytes) {
    final long claim = connection.tryClaim(bytes);
    if (claim < 0) {
      return false;
    }
    Memory.copy(next(bytes), connection.memory().address() + claim, bytes);
    connection.commit(bytes);
    return true;
  }

  /** Reads every octet that arrived into the sink. */
  public void take(final long address, final int bytes) {
    Memory.copy(address, room(bytes), bytes);
  }

  /** Where the next {@code bytes} octets that arrive may be written; at most the footprint. */
  public long room(final int bytes) {
    if (sinkAt + bytes > footprintBytes) {
      sinkAt = 0;
    }
    final long address = sink.address() + sinkAt;
    sinkAt += bytes;
    return address;
  }

  /**
   * The least that any stack must do for a segment: sum it once and copy it once, over the same memory.
   *
   * @return the sum, so that it is not optimised away
   */
  int floor(final int bytes) {
    return ReferenceLoop.turn(next(bytes), room(bytes), bytes);
  }

  @Override
  public void close() {
    source.close();
    sink.close();
  }
}
