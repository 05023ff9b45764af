package org.braidwire.cli.demo;

import java.util.List;
import java.util.Map;

/**
 * What one end has seen, when all is over.
 *
 * @param bulk the large stream
 * @param messages the stream of small messages
 * @param subflows of the bulk connection
 * @param reinjectedBytes of both connections, by cause; empty for a kernel
 * @param counters of the stack and its ports; empty for a kernel, whose counters belong to its namespace
 * @param ports what each port says of itself; empty for a kernel
 * @param multipath whether both connections spoke MPTCP to the end
 */
record EndResult(
    Stream bulk,
    Stream messages,
    List<SubflowSample> subflows,
    Map<String, Long> reinjectedBytes,
    Map<String, Long> counters,
    List<String> ports,
    boolean multipath) {

  /**
   * One connection at one end.
   *
   * @param sentBytes octets its source made
   * @param receivedBytes octets its sink took
   * @param units messages sent, 0 for bulk
   * @param unitsReceived messages received, 0 for bulk
   * @param sentDigest SHA-256 of what was sent, empty for messages and for a stream that did not end
   * @param receivedDigest SHA-256 of what arrived, the same
   * @param fault what was wrong with what arrived, empty for nothing
   * @param waits by phase
   */
  record Stream(
      long sentBytes,
      long receivedBytes,
      long units,
      long unitsReceived,
      String sentDigest,
      String receivedDigest,
      String fault,
      List<PhaseWaits> waits) {
    /** Whether what arrived here is known to be what {@code sender} sent. */
    boolean hasArrivedFrom(final Stream sender) {
      return !receivedDigest.isEmpty() && receivedDigest.equals(sender.sentDigest);
    }
  }

  /** What is known of an end that does not tell any more: where it last stood. */
  static EndResult lastSeen(final EndSample last) {
    return new EndResult(
        new Stream(last.sentBytes(), last.receivedBytes(), 0, 0, "", "", "", List.of()),
        new Stream(0, 0, last.messagesSent(), last.messages(), "", "", "", List.of()),
        last.subflows(),
        Map.of(),
        Map.of(),
        List.of(),
        false);
  }

  long counter(final String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** The sum of one counter over all ports. */
  long portCounter(final String kind) {
    return counters.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + kind))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
