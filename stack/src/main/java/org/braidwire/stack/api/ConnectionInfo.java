package org.braidwire.stack.api;

import java.util.List;

/**
 * A snapshot of one connection.
 *
 * @param state data-level state, for example {@code M_ESTAB}
 * @param multipath whether MPTCP is spoken (false after a fall-back)
 * @param fallbackReason why not, or an empty string
 * @param sentBytes octets the application gave
 * @param acknowledgedBytes of these, acknowledged at data level
 * @param receivedBytes octets the application consumed
 * @param reinjectedTimeoutBytes sent again because a subflow, or the DATA_ACK of what it got through, made no progress
 * @param reinjectedLinkDownBytes because a link went down
 * @param reinjectedClosedBytes because a subflow was closed or reset
 * @param refreshBytes sent again elsewhere although nothing was wrong, to measure a subflow that had been idle
 * @param duplicateBytes received again at data level, and discarded
 * @param firstReinjectionNs engine clock at the latest first reinjection after a quiet second, 0 if never
 * @param subflows living and closed subflows
 */
public record ConnectionInfo(
    String state,
    boolean multipath,
    String fallbackReason,
    long sentBytes,
    long acknowledgedBytes,
    long receivedBytes,
    long reinjectedTimeoutBytes,
    long reinjectedLinkDownBytes,
    long reinjectedClosedBytes,
    long refreshBytes,
    long duplicateBytes,
    long firstReinjectionNs,
    List<SubflowInfo> subflows) {}
