package org.braidwire.stack.engine;

import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.path.PortSource;

/**
 * Ephemeral ports, drawn at random (RFC 6056 3.3.1) until the four-tuple is free and the port names this engine. Engine
 * thread.
 */
final class PortAllocator implements PortSource {
  private static final int FIRST = 32768;
  private static final int COUNT = 28232;
  private static final int TRIES = 256 * EngineMesh.MAX_ENGINES;

  private final TupleTable tuples;
  private final RandomSource random;
  private final EngineSeat seat;

  PortAllocator(final EngineSeat seat, final TupleTable tuples, final RandomSource random) {
    this.seat = seat;
    this.tuples = tuples;
    this.random = random;
  }

  static boolean isEphemeral(final int port) {
    return port >= FIRST && port < FIRST + COUNT;
  }

  @Override
  public int allocate(
      final long localHigh,
      final long localLow,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    for (int i = 0; i < TRIES && !tuples.isFull(); i++) {
      final int port = FIRST + Integer.remainderUnsigned(random.nextInt(), COUNT);
      if (seat.ownerOfPort(port) == seat.index()
          && tuples.find(localHigh, localLow, port, remoteHigh, remoteLow, remotePort) == null) {
        return port;
      }
    }
    return 0;
  }
}
