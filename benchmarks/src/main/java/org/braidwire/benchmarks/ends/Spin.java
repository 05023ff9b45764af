package org.braidwire.benchmarks.ends;

import java.util.concurrent.Future;

/** An end that is turned over and over on its thread until this is closed. Made and closed by one other thread. */
final class Spin implements AutoCloseable {
  private final Future<Void> running;
  private volatile boolean stopping;

  Spin(final PinnedThread thread, final Turn end) {
    running = thread.start(() -> {
      while (!stopping) {
        end.turn();
      }
      return null;
    });
  }

  /** Stops it; throws what made it fail. */
  @Override
  public void close() {
    stopping = true;
    PinnedThread.result(running);
  }
}
