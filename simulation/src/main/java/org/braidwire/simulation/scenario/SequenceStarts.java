package org.braidwire.simulation.scenario;

import java.util.function.LongUnaryOperator;
import org.braidwire.simulation.check.WireChecker;

/** Makes a connection begin where the plan says. The only place that knows how the stack is told. */
final class SequenceStarts implements AutoCloseable {
  private final SequenceStart start;

  SequenceStarts(final SequenceStart start) {
    this.start = start;
  }

  /** The initial data sequence number that belongs to a key in this run. */
  LongUnaryOperator idsnOfKey() {
    return WireChecker::derivedIdsn;
  }

  SequenceStart start() {
    return start;
  }

  /** Back to what the RFCs say. */
  @Override
  public void close() {}
}
