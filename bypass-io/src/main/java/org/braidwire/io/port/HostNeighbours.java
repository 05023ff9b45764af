package org.braidwire.io.port;

/**
 * The host's own table of who is where on one link, for a path that shares the host's address and therefore asks nobody
 * itself. Belongs to the thread that polls its {@link LinkMonitor}, the engine's.
 */
public interface HostNeighbours {
  /** Who wants to hear of neighbours. */
  interface Listener {
    /** A neighbour is at this Ethernet address now, six octets right-aligned; on the thread that polls the monitor. */
    void onNeighbour(long high, long low, long macAddress);
  }

  /** Tells {@code listener} of neighbours from now on. */
  void listen(Listener listener);

  /** Makes the host's kernel find out, or find out again, who has this address; the listener hears of the answer. */
  void resolve(long high, long low);
}
