package org.braidwire.benchmarks.setup;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.ends.Turn;

/**
 * The end that connects: opens connections one after another, as many at once as it is told, takes the one octet that
 * the server greets with, and closes. A connection is complete when both directions have ended in order. One thread.
 */
interface SetupClient extends Turn, AutoCloseable {
  void open();

  /** How many connections are to be under way from now on, at most {@link SetupPeers#MAX_OUTSTANDING}. */
  void outstanding(int connections);

  /** Connections completed so far. */
  long completed();

  /** Connections under way. */
  int underWay();

  /** Gives up the connections under way; of kernels only. */
  void abandon();

  /** Connections that were given up so far. */
  long abandoned();

  /** Times from the call that connects to the first octet, in nanoseconds, since the last call. */
  Histogram takeFirstOctets();

  /** What was really used, by name; fails where it was not what the peer's name says. */
  Map<String, String> used();

  @Override
  void close();
}
