package org.braidwire.benchmarks.loop;

import java.util.List;
import org.braidwire.benchmarks.report.Target;

/** One thing that is measured round after round: it yields a figure a metric each time. One thread. */
interface LoopCase extends AutoCloseable {
  /** As reports name it. */
  String name();

  String peer();

  List<String> metrics();

  /** What {@code metric} may be against the floor. */
  Target target(String metric);

  /** Works for about {@code forNs}; nanoseconds a unit of each metric. */
  double[] measure(long forNs);

  /** Closes it, having shown that it did what it says. */
  @Override
  void close();
}
