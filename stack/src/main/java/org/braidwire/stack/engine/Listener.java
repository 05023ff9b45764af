package org.braidwire.stack.engine;

/** A port that is listened on, and what came to it. Engine thread; other readers may see the counts late. */
final class Listener {
  private final int port;
  private final Acceptor acceptor;
  private long taken;
  private long refused;

  Listener(final int port, final Acceptor acceptor) {
    this.port = port;
    this.acceptor = acceptor;
  }

  int port() {
    return port;
  }

  Acceptor acceptor() {
    return acceptor;
  }

  void onTaken() {
    taken++;
  }

  void onRefused() {
    refused++;
  }

  /** SYNs for which a connection was made. */
  long taken() {
    return taken;
  }

  /** SYNs for which there was no room. */
  long refused() {
    return refused;
  }
}
