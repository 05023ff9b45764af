package org.braidwire.benchmarks.bulk;

import java.util.List;
import java.util.function.UnaryOperator;

/** One way to move octets in bulk from one host to another; run again and again, in turn with others. */
interface BulkPeer extends AutoCloseable {
  /** As reports call it. */
  String name();

  /** Where the sweep begins. */
  BulkSetting firstSetting();

  /** What may be chosen: for each thing the ways to change a setting. */
  List<List<UnaryOperator<BulkSetting>>> choices();

  /** One transfer over a connection of its own; moves {@code warmUpNs} before it measures {@code forNs}. */
  BulkRun run(BulkSetting setting, long warmUpNs, long forNs);

  @Override
  void close();
}
