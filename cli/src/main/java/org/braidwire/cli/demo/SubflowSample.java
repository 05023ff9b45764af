package org.braidwire.cli.demo;

/**
 * One subflow as one end sees it.
 *
 * @param link the link it runs over, from 1
 * @param local own address and port
 * @param remote the peer's
 * @param state RFC 9293 name
 * @param suspended whether its link is down
 * @param srttNs smoothed round trip
 * @param lastProgressNs machine clock when an acknowledgement last moved something, 0 for unknown
 * @param firstReinjectionNs machine clock when its bytes were first sent again elsewhere, 0 for never or unknown
 * @param sentBytes payload sent for the first time
 * @param receivedBytes payload received
 * @param retransmittedBytes payload sent again on it
 */
record SubflowSample(
    int link,
    String local,
    String remote,
    String state,
    boolean suspended,
    long srttNs,
    long lastProgressNs,
    long firstReinjectionNs,
    long sentBytes,
    long receivedBytes,
    long retransmittedBytes) {

  boolean isEstablished() {
    return state.equals("ESTABLISHED");
  }

  boolean sameTuple(final SubflowSample other) {
    return local.equals(other.local) && remote.equals(other.remote);
  }

  @Override
  public String toString() {
    return "link " + link + " " + local + " -> " + remote + " " + state + (suspended ? " suspended" : "") + " sent "
        + sentBytes + " received " + receivedBytes + " again " + retransmittedBytes + " srtt " + srttNs / 1000
        + " us";
  }
}
