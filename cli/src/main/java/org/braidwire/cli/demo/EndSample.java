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
 * @param messagesSent messages given to the connection
 * @param messages messages delivered
 * @param longestGapNs longest gap between two bulk deliveries so far
 * @param worstDelayNs worst message delay so far
 * @param subflows of the bulk connection
 * @param messageSubflows of the message connection
 */
record EndSample(
    boolean open,
    boolean ended,
    String failure,
    long sentBytes,
    long receivedBytes,
    long messagesSent,
    long messages,
    long longestGapNs,
    long worstDelayNs,
    List<SubflowSample> subflows,
    List<SubflowSample> messageSubflows) {
  /** Of an end that has not said anything yet. */
  static final EndSample NOTHING = new EndSample(false, false, "", 0, 0, 0, 0, 0, 0, List.of(), List.of());

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

  /** Both connections for whoever asks why nothing moves: a line for each, and one for each of its subflows. */
  String describe(final String end) {
    final StringBuilder text = new StringBuilder(512);
    text.append("\n    ")
        .append(end)
        .append(", bulk: sent ")
        .append(sentBytes)
        .append(" bytes, received ");
    text.append(receivedBytes).append(" bytes");
    subflows.forEach(subflow -> text.append("\n      ").append(subflow));
    text.append("\n    ")
        .append(end)
        .append(", messages: sent ")
        .append(messagesSent)
        .append(", received ");
    text.append(messages);
    messageSubflows.forEach(subflow -> text.append("\n      ").append(subflow));
    return text.toString();
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
