package org.braidwire.cli.demo;

import java.util.List;

/**
 * Where one end stands now.
 *
 * @param open whether both connections are established
 * @param ended whether both connections are over, cleanly
 * @param failure why it cannot go on, or an empty string
 * @param sentBytes bulk bytes given to the connection
 * @param receivedBytes bulk bytes delivered and checked
 * @param messages messages delivered
 * @param longestGapNs longest gap between two bulk deliveries so far
 * @param worstDelayNs worst message delay so far
 * @param subflows of the bulk connection
 */
record EndSample(
    boolean open,
    boolean ended,
    String failure,
    long sentBytes,
    long receivedBytes,
    long messages,
    long longestGapNs,
    long worstDelayNs,
    List<SubflowSample> subflows) {

  /** The living or last subflow over {@code link}, or null. */
  SubflowSample onLink(final int link) {
    SubflowSample found = null;
    for (final SubflowSample subflow : subflows) {
      if (subflow.link() == link && (found == null || !found.isEstablished() || subflow.isEstablished())) {
        found = subflow;
      }
    }
    return found;
  }

  long establishedSubflows() {
    return subflows.stream().filter(SubflowSample::isEstablished).count();
  }

  long sentOn(final int link) {
    return subflows.stream()
        .filter(s -> s.link() == link)
        .mapToLong(SubflowSample::sentBytes)
        .sum();
  }

  long receivedOn(final int link) {
    return subflows.stream()
        .filter(s -> s.link() == link)
        .mapToLong(SubflowSample::receivedBytes)
        .sum();
  }
}
