package org.braidwire.benchmarks.setup;

import java.util.Map;
import org.braidwire.benchmarks.ends.Turn;

/** The end whose application accepts, sends back what it is asked, and closes when the near end has. One thread. */
interface SetupFar extends Turn, AutoCloseable {
  /** Opens it, so that the near end can reach it as soon as it is turned. */
  void open();

  /** Connections that the application accepted. */
  long accepted();

  /** Of these, closed in both directions. Any thread may ask. */
  long closed();

  /** What was really used, by name; fails where it was not what the peer's name says. */
  Map<String, String> used();

  @Override
  void close();
}
