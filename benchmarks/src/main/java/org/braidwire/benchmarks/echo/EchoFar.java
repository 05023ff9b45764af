package org.braidwire.benchmarks.echo;

import java.util.Map;
import org.braidwire.benchmarks.ends.Turn;

/** The end of a ping-pong that sends back what comes. One thread. */
public interface EchoFar extends Turn, AutoCloseable {
  /** Opens it, so that the near end can reach it as soon as it is turned. */
  void open() throws Exception;

  /** What was really used, by name; fails where it was not what the peer's name says. */
  Map<String, String> used();

  @Override
  void close();
}
