package org.braidwire.benchmarks.setup;

import org.braidwire.benchmarks.ends.Turn;

/** The end that accepts: greets each connection with one octet and closes when its peer has. One thread. */
interface SetupServer extends Turn, AutoCloseable {
  void open();

  /** Connections that the application was given. Any thread, while the owner rests. */
  long accepted();

  @Override
  void close();
}
