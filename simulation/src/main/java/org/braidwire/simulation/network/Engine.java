package org.braidwire.simulation.network;

/** What a host runs: the stack of production, or a stand-in that speaks raw frames. Driven by one thread. */
public interface Engine extends AutoCloseable {
  /** One duty cycle; returns how much was done, 0 when idle. */
  int doWork();

  /** Something happened at the host; a cycle follows. For one whose threads each sleep by themselves. */
  default void wake() {}

  /** Pieces of memory that it keeps ready for what is to arrive, whether it has connections or not. */
  default int stockedPieces() {
    return 0;
  }

  /** When a cycle is needed although no frame arrives, or {@code Long.MAX_VALUE}. */
  long nextDeadlineNs();

  @Override
  void close();
}
