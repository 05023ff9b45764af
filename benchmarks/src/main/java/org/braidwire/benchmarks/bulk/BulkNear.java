package org.braidwire.benchmarks.bulk;

import java.util.Map;
import org.braidwire.benchmarks.ends.Turn;

/** The end of a bulk transfer that sends, for one run. One thread. */
interface BulkNear extends Turn, AutoCloseable {
  /** Connects; the far end is open and being turned. */
  void open();

  /** Octets that the stack has taken. */
  long sentBytes();

  /** No more is sent. */
  void finish();

  /** Whether the far end has finished, too, after {@link #finish}. */
  boolean isDone();

  /** What was really used, by name; fails where it was not what the case says. */
  Map<String, String> used();

  @Override
  void close();
}
