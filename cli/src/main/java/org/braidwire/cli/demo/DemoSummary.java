package org.braidwire.cli.demo;

import java.util.List;
import java.util.Map;

/**
 * What a run is remembered by: printed at its end, and written by {@code --json} as it stands.
 *
 * @param mode the command
 * @param seconds the whole run
 * @param passed whether nothing failed
 * @param failures what did, one line each
 * @param directions both directions
 * @param phases in order
 * @param subflows of the bulk connection, seen from our end
 * @param reinjectedBytes by end and cause
 * @param copies by end
 * @param peerStalls how often the peer sent nothing for 150 ms although no link was down
 * @param longestPeerStallMs the longest of them
 * @param ports by end that is a Braidwire, what each of its ports says of itself
 * @param counters by end, those that are not 0; a kernel's are those of its namespace
 */
record DemoSummary(
    String mode,
    double seconds,
    boolean passed,
    List<String> failures,
    List<Direction> directions,
    List<Phase> phases,
    List<SubflowSample> subflows,
    Map<String, Map<String, Long>> reinjectedBytes,
    Map<String, Copies> copies,
    int peerStalls,
    double longestPeerStallMs,
    Map<String, List<String>> ports,
    Map<String, Map<String, Long>> counters) {

  /**
   * One direction.
   *
   * @param name who sends to whom
   * @param bytes bulk octets delivered
   * @param sentBytes bulk octets sent
   * @param messages small messages delivered
   * @param messagesSent small messages sent
   * @param digestsEqual whether both ends have the same SHA-256; false, too, where one of them is not known
   * @param sha256 of what arrived; empty where the stream did not end or the receiver was lost
   * @param megabytesPerSecond mean of the bulk stream
   * @param waits by phase
   */
  record Direction(
      String name,
      long bytes,
      long sentBytes,
      long messages,
      long messagesSent,
      boolean digestsEqual,
      String sha256,
      double megabytesPerSecond,
      List<Waits> waits) {}

  /** Longest gap between two bulk deliveries and worst message delay in one phase. */
  record Waits(String phase, double longestGapMs, double worstMessageDelayMs) {}

  /**
   * One phase.
   *
   * @param phase its title
   * @param seconds how long it took
   * @param commandMs how long the command took that made its fault
   * @param firstReinjectionMs from the last progress (an acknowledgement) on the broken link to our first reinjected byte;
   *     -1 for not measured
   * @param peerFirstReinjectionMs the same of a peer that is a Braidwire; -1 for not measured
   */
  record Phase(
      String phase, double seconds, double commandMs, double firstReinjectionMs, double peerFirstReinjectionMs) {}

  /** Copies a payload byte on its way through the stack and the port, in user space. */
  record Copies(double sent, double received) {}
}
