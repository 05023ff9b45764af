package org.braidwire.stack.engine;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.StuckSubflows;

/**
 * The connections of one engine, and which of them have something to do this cycle. Engine thread; allocates only
 * when a connection opens.
 */
final class EngineConnections {
  private final List<Connection> all = new ArrayList<>();
  private Connection[] dirty = new Connection[64];
  private Connection[] working = new Connection[64];
  private int dirtyCount;
  private final List<Connection> awaitingMemory = new ArrayList<>();
  private int refusedAtFree = Integer.MAX_VALUE;
  private final List<Connection> awaitingCycleEnd = new ArrayList<>();

  void add(final Connection connection) {
    all.add(connection);
  }

  void remove(final Connection connection) {
    all.remove(connection);
    awaitingMemory.remove(connection);
  }

  int count() {
    return all.size();
  }

  Connection get(final int index) {
    return all.get(index);
  }

  void markDirty(final Connection connection) {
    if (dirtyCount == dirty.length) {
      dirty = java.util.Arrays.copyOf(dirty, dirtyCount * 2);
    }
    dirty[dirtyCount++] = connection;
  }

  boolean hasDirty() {
    return dirtyCount > 0;
  }

  /** Lets every connection that asked for it send; those that ask meanwhile wait for the next call. */
  int outputDirty(final long nowNs) {
    final int count = dirtyCount;
    final Connection[] batch = dirty;
    dirty = working;
    working = batch;
    dirtyCount = 0;
    // Who came first goes last: else one that always has more to send would take all that a full device frees.
    for (int i = 1; i <= count; i++) {
      final int at = i == count ? 0 : i;
      final Connection connection = batch[at];
      batch[at] = null;
      connection.output(nowNs);
    }
    return count;
  }

  void awaitCycleEnd(final Connection connection) {
    awaitingCycleEnd.add(connection);
  }

  /** The cycle ends: what was good for it alone is void. */
  void onCycleEnd() {
    for (int i = 0; i < awaitingCycleEnd.size(); i++) {
      awaitingCycleEnd.get(i).application().onCycleEnd();
    }
    awaitingCycleEnd.clear();
  }

  /** {@code connection} was refused a chunk although {@code free} were. */
  void awaitMemory(final Connection connection, final int free) {
    refusedAtFree = Math.min(refusedAtFree, free);
    if (!awaitingMemory.contains(connection)) {
      awaitingMemory.add(connection);
    }
  }

  boolean isMemoryAwaited() {
    return !awaitingMemory.isEmpty();
  }

  /** Takes back what subflows without progress keep beyond their bound. */
  void resetStuckSubflows(final FramePool chunks) {
    for (int i = 0; i < all.size(); i++) {
      StuckSubflows.resetForMemory(all.get(i), chunks);
    }
  }

  /** Those that were refused may try again if more chunks are free than then. */
  void onMemory(final int free) {
    if (free <= refusedAtFree) {
      return;
    }
    refusedAtFree = Integer.MAX_VALUE;
    for (int i = awaitingMemory.size() - 1; i >= 0; i--) {
      awaitingMemory.remove(i).application().onRoom(); // it comes back if it is refused again
    }
  }
}
