package org.braidwire.simulation.scenario;

import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.braidwire.simulation.check.ProgressChecker;

/** A transfer as those see it who watch its progress: its applications come and go. One thread. */
final class WatchedTransfer implements ProgressChecker.Transfer {
  private final Supplier<AppPeer> client;
  private final Supplier<AppPeer> server;
  private final Supplier<String> state;

  WatchedTransfer(final Supplier<AppPeer> client, final Supplier<AppPeer> server, final Supplier<String> state) {
    this.client = client;
    this.server = server;
    this.state = state;
  }

  @Override
  public boolean isLive() {
    return lives(client.get()) && lives(server.get());
  }

  private static boolean lives(final AppPeer app) {
    return app != null && app.isEstablished() && app.closeReason() == null;
  }

  @Override
  public long sentBytes(final int direction) {
    return bytes(direction == 0 ? client : server, AppPeer::sentBytes);
  }

  @Override
  public long receivedBytes(final int direction) {
    return bytes(direction == 0 ? server : client, AppPeer::receivedBytes);
  }

  private static long bytes(final Supplier<AppPeer> end, final ToLongFunction<AppPeer> which) {
    final AppPeer app = end.get();
    return app == null ? 0 : which.applyAsLong(app);
  }

  @Override
  public String describe() {
    return state.get();
  }
}
