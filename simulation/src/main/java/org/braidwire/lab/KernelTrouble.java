package org.braidwire.lab;

import java.util.List;

/**
 * What a kernel host counts when MPTCP went wrong with its peer. One list for the tests and the demo. A kernel older
 * than a counter does not have it; that none is misspelt, a test holds against the names of a kernel that has all.
 */
public final class KernelTrouble {
  /** Fall-backs of every kind, HMAC, mapping and checksum errors, refused joins, MP_FAIL. */
  public static final List<String> PROTOCOL = List.of(
      "MPTcpExtMPCapableFallbackACK",
      "MPTcpExtMPCapableFallbackSYNACK",
      "MPTcpExtMPFallbackTokenInit",
      "MPTcpExtMPCapableDataFallback",
      "MPTcpExtMD5SigFallback",
      "MPTcpExtDssFallback",
      "MPTcpExtSimultConnectFallback",
      "MPTcpExtFallbackFailed",
      "MPTcpExtMPJoinNoTokenFound",
      "MPTcpExtMPJoinSynAckHMacFailure",
      "MPTcpExtMPJoinAckHMacFailure",
      "MPTcpExtMPJoinRejected",
      "MPTcpExtDSSNotMatching",
      "MPTcpExtDSSCorruptionFallback",
      "MPTcpExtDSSCorruptionReset",
      "MPTcpExtDSSNoMatchTCP",
      "MPTcpExtDataCsumErr",
      "MPTcpExtInfiniteMapTx",
      "MPTcpExtInfiniteMapRx",
      "MPTcpExtMPFailTx",
      "MPTcpExtMPFailRx",
      "TcpInErrs");

  /** A peer that gave up a subflow or the connection. */
  public static final List<String> PEER_RESETS = List.of("MPTcpExtMPRstRx", "MPTcpExtMPFastcloseRx");

  private KernelTrouble() {}
}
