package org.braidwire.stack.engine;

import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.path.PortSource;

/**
 * Ephemeral ports, drawn at random (RFC 6056 3.3.1) until the four-tuple is free and the port names this engine: of an
 * address that is shared with the host from our ports there. Engine thread.
 */
final class PortAllocator implements PortSource {
  private static final int FIRST = 32768;
  private static final int COUNT = 28232;
  private static final int TRIES = 256 * EngineMesh.MAX_ENGINES;

  private final Attachments links;
  private final TupleTable tuples;
  private final RandomSource random;
  private final EngineSeat seat;

  PortAllocator(final Attachments links, final EngineSeat seat, final TupleTable tuples, final RandomSource random) {
    this.links = links;
    this.seat = seat;
    this.tuples = tuples;
    this.random = random;
  }

  /** The engine that opens connections from this port of an own address, or {@link EngineSeat#NONE} for nobody. */
  int ownerOf(final long localHigh, final long localLow, final int port) {
    final int first = first(localHigh, localLow);
    final boolean drawn = port >= first && port - first < count(localHigh, localLow, first);
    return drawn ? seat.ownerOfPort(port) : EngineSeat.NONE;
  }

  private int first(final long localHigh, final long localLow) {
    final int shared = links.firstPort(localHigh, localLow);
    return shared == 0 ? FIRST : shared;
  }

  private int count(final long localHigh, final long localLow, final int first) {
    final int lastShared = links.lastPort(localHigh, localLow);
    return lastShared == 0 ? COUNT : lastShared - first + 1;
  }

  @Override
  public int allocate(
      final long localHigh,
      final long localLow,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    final int first = first(localHigh, localLow);
    final int count = count(localHigh, localLow, first);
    for (int i = 0; i < TRIES && !tuples.isFull(); i++) {
      final int port = first + Integer.remainderUnsigned(random.nextInt(), count);
      if (seat.ownerOfPort(port) == seat.index()
          && tuples.find(localHigh, localLow, port, remoteHigh, remoteLow, remotePort) == null) {
        return port;
      }
    }
    return 0;
  }
}
