package org.braidwire.stack.connection;

/** Why a connection is plain TCP (RFC 8684 3.7). */
public enum FallbackReason {
  /** It is not: MPTCP is spoken. */
  NONE(""),
  NOT_WANTED("MPTCP was not asked for"),
  PEER_WITHOUT_MPTCP("the SYN/ACK carried no MP_CAPABLE"),
  PEER_DID_NOT_OFFER("the SYN carried no MP_CAPABLE"),
  SYN_UNANSWERED("SYNs with MP_CAPABLE went unanswered"),
  THIRD_ACK_WITHOUT_OPTION("the third ACK carried no MP_CAPABLE"),
  ACK_WITHOUT_DATA_ACK("data was acknowledged without a DATA_ACK before MPTCP was confirmed"),
  DATA_WITHOUT_MAPPING("data without a mapping before MPTCP was confirmed"),
  FIN_WITHOUT_OPTION("the peer finished without an MPTCP option before MPTCP was confirmed"),
  SIMULTANEOUS_OPEN("both ends opened at once"),
  INFINITE_MAPPING("the peer sent an infinite mapping");

  private final String text;

  FallbackReason(final String text) {
    this.text = text;
  }

  /** A sentence for statistics; empty while MPTCP is spoken. */
  public String text() {
    return text;
  }
}
