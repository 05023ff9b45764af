package org.braidwire.benchmarks.bulk;

import java.util.Map;
import org.braidwire.benchmarks.ends.Turn;

/** The end of a bulk transfer that receives, for one run, and finishes when the near end has. One thread. */
interface BulkFar extends Turn, AutoCloseable {
  /** Listens. */
  void open();

  /** Octets that the application has read. Any thread. */
  long receivedBytes();

  /** What was really used, by name; fails where it was not what the case says. */
  Map<String, String> used();

  @Override
  void close();
}
