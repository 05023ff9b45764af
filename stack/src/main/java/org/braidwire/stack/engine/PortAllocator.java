package org.braidwire.stack.engine;

import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.path.PortSource;

/**
 * Ephemeral ports, drawn at random (RFC 6056 3.3.1) until the four-tuple is free: of an address that is shared with the
 * host from our ports there. Engine thread.
 */
final class PortAllocator implements PortSource {
  private static final int FIRST = 32768;
  private static final int COUNT = 28232;
  private static final int TRIES = 256;

  private final Attachments links;
  private final TupleTable tuples;
  private final RandomSource random;

  PortAllocator(final Attachments links, final TupleTable tuples, final RandomSource random) {
    this.links = links;
    this.tuples = tuples;
    this.random = random;
  }

  @Override
  public int allocate(
      final long localHigh,
      final long localLow,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort) {
    final int firstShared = links.firstPort(localHigh, localLow);
    final int first = firstShared == 0 ? FIRST : firstShared;
    final int count = firstShared == 0 ? COUNT : links.lastPort(localHigh, localLow) - firstShared + 1;
    for (int i = 0; i < TRIES && !tuples.isFull(); i++) {
      final int port = first + Integer.remainderUnsigned(random.nextInt(), count);
      if (tuples.find(localHigh, localLow, port, remoteHigh, remoteLow, remotePort) == null) {
        return port;
      }
    }
    return 0;
  }
}
