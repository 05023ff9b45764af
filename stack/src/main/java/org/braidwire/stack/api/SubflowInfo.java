package org.braidwire.stack.api;

/**
 * A snapshot of one subflow, living or closed.
 *
 * @param id number within its connection, from 0
 * @param path interface it uses
 * @param local own address and port
 * @param remote peer's address and port
 * @param state RFC 9293 name
 * @param backup whether either side marked it as backup
 * @param suspended whether its link is down
 * @param srttNs smoothed round trip
 * @param cwndBytes congestion window
 * @param flightBytes sent and not acknowledged
 * @param lastProgressNs engine clock when an acknowledgement last moved something
 * @param firstReinjectionNs engine clock when its octets were first sent again elsewhere since it last became suspect or
 *     its link went down, 0 if never
 * @param sentBytes payload octets sent for the first time on this subflow
 * @param receivedBytes payload octets received in order
 * @param retransmittedBytes payload octets sent again on this subflow
 */
public record SubflowInfo(
    int id,
    String path,
    String local,
    String remote,
    String state,
    boolean backup,
    boolean suspended,
    long srttNs,
    long cwndBytes,
    long flightBytes,
    long lastProgressNs,
    long firstReinjectionNs,
    long sentBytes,
    long receivedBytes,
    long retransmittedBytes) {}
