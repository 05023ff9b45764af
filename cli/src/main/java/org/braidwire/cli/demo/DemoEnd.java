package org.braidwire.cli.demo;

/**
 * One end of the demo: a bulk connection and one of small messages, each both ways. The run's thread calls.
 */
interface DemoEnd extends AutoCloseable {
  /** Begins the next phase in the waiting times of everything that arrives here. */
  void mark(String phase);

  /** Lets both sources end; what was sent still arrives. */
  void finish();

  /** Where this end stands. */
  EndSample sample();

  /**
   * What this end has seen, once it is over.
   *
   * @param digestNs how long the digest of what it sent may take
   */
  EndResult result(long digestNs);

  @Override
  void close();
}
