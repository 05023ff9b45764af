package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;

/** A misspelt counter would be 0 for ever, and pass. */
class KernelTroubleTest {
  /** The newest of the counters: a kernel that has it has all. */
  private static final String NEWEST = "MPTcpExtFallbackFailed";

  /** What Linux 6.18 counts of MPTCP. */
  private static final Set<String> LINUX_6_18 = Set.of("""
          MPTcpExtMPCapableSYNRX MPTcpExtMPCapableSYNTX MPTcpExtMPCapableSYNACKRX MPTcpExtMPCapableACKRX
          MPTcpExtMPCapableFallbackACK MPTcpExtMPCapableFallbackSYNACK MPTcpExtMPCapableSYNTXDrop
          MPTcpExtMPCapableSYNTXDisabled MPTcpExtMPCapableEndpAttempt MPTcpExtMPFallbackTokenInit
          MPTcpExtMPTCPRetrans MPTcpExtMPJoinNoTokenFound MPTcpExtMPJoinSynRx MPTcpExtMPJoinSynBackupRx
          MPTcpExtMPJoinSynAckRx MPTcpExtMPJoinSynAckBackupRx MPTcpExtMPJoinSynAckHMacFailure
          MPTcpExtMPJoinAckRx MPTcpExtMPJoinAckHMacFailure MPTcpExtMPJoinRejected MPTcpExtMPJoinSynTx
          MPTcpExtMPJoinSynTxCreatSkErr MPTcpExtMPJoinSynTxBindErr MPTcpExtMPJoinSynTxConnectErr
          MPTcpExtDSSNotMatching MPTcpExtDSSCorruptionFallback MPTcpExtDSSCorruptionReset
          MPTcpExtInfiniteMapTx MPTcpExtInfiniteMapRx MPTcpExtDSSNoMatchTCP MPTcpExtDataCsumErr
          MPTcpExtOFOQueueTail MPTcpExtOFOQueue MPTcpExtOFOMerge MPTcpExtNoDSSInWindow MPTcpExtDuplicateData
          MPTcpExtAddAddr MPTcpExtAddAddrTx MPTcpExtAddAddrTxDrop MPTcpExtEchoAdd MPTcpExtEchoAddTx
          MPTcpExtEchoAddTxDrop MPTcpExtPortAdd MPTcpExtAddAddrDrop MPTcpExtMPJoinPortSynRx
          MPTcpExtMPJoinPortSynAckRx MPTcpExtMPJoinPortAckRx MPTcpExtMismatchPortSynRx
          MPTcpExtMismatchPortAckRx MPTcpExtRmAddr MPTcpExtRmAddrDrop MPTcpExtRmAddrTx MPTcpExtRmAddrTxDrop
          MPTcpExtRmSubflow MPTcpExtMPPrioTx MPTcpExtMPPrioRx MPTcpExtMPFailTx MPTcpExtMPFailRx
          MPTcpExtMPFastcloseTx MPTcpExtMPFastcloseRx MPTcpExtMPRstTx MPTcpExtMPRstRx MPTcpExtSubflowStale
          MPTcpExtSubflowRecover MPTcpExtSndWndShared MPTcpExtRcvWndShared MPTcpExtRcvWndConflictUpdate
          MPTcpExtRcvWndConflict MPTcpExtMPCurrEstab MPTcpExtBlackhole MPTcpExtMPCapableDataFallback
          MPTcpExtMD5SigFallback MPTcpExtDssFallback MPTcpExtSimultConnectFallback MPTcpExtFallbackFailed
          MPTcpExtWinProbe
          """.strip().split("\\s+"));

  private static List<String> names() {
    return Stream.of(KernelTrouble.PROTOCOL, KernelTrouble.PEER_RESETS)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void everyNameIsOneThatLinuxHasAndStandsOnce() {
    assertThat(names()).doesNotHaveDuplicates();
    assertThat(LINUX_6_18).contains(NEWEST);
    assertThat(names()).filteredOn(name -> !name.equals("TcpInErrs")).allMatch(LINUX_6_18::contains);
  }

  /** Also on a later kernel, which may have renamed one; an older one may lack what is newer than itself. */
  @Test
  void everyNameIsOneThatThisKernelHas() throws Exception {
    Requirement.MPTCP.require();
    final Map<String, Long> counted = new TreeMap<>();
    for (final String file : List.of("netstat", "snmp")) {
      KernelCounters.parse(Files.readAllLines(Path.of("/proc/net", file)), counted);
    }
    final KernelCounters kernel = KernelCounters.of(counted);

    assertThat(names())
        .filteredOn(name -> !kernel.has(name))
        .as("unknown to this kernel")
        .allMatch(name -> !kernel.has(NEWEST) && LINUX_6_18.contains(name));
  }
}
