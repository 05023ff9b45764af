package org.braidwire.benchmarks.setup;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** What the kernels of both hosts counted in a run: what must not be, and what a reader may want to know. */
final class KernelTally {
  private static final String MPTCP = "MPTcpExt";

  private static final Set<String> NEVER = Set.of(
      "TcpExtTCPTimeWaitOverflow",
      "TcpExtListenOverflows",
      "TcpExtListenDrops",
      "TcpExtSyncookiesSent",
      "TcpExtTCPAbortOnMemory",
      "MPTcpExtMPJoinSynRx",
      "MPTcpExtMPFastcloseTx");

  private static final List<String> TOLD = List.of("TcpRetransSegs", "TcpOutRsts", "TcpEstabResets", "MPTcpExtMPRstTx", "MPTcpExtMPCapableSYNACKRX");

  private final String peer;
  private final Laboratory laboratory;
  private final Map<LabSide, KernelCounters> before = new EnumMap<>(LabSide.class);

  /** Counts from now on. */
  KernelTally(final String peer, final Laboratory laboratory) {
    this.peer = peer;
    this.laboratory = laboratory;
    for (final LabSide side : LabSide.values()) {
      before.put(side, laboratory.counters(side));
    }
  }

  /** Fails where something was counted that must not be, a fall-back of any kind above all. */
  Map<String, String> check() {
    final Map<String, String> told = new LinkedHashMap<>();
    for (final LabSide side : LabSide.values()) {
      final KernelCounters counted = laboratory.counters(side).since(before.get(side));
      counted.nonZero("").forEach((counter, value) -> {
        if (NEVER.contains(counter) || counter.startsWith(MPTCP) && counter.contains("Fallback")) {
          throw new BenchException(peer + ": a kernel counted " + counter + " " + value);
        }
      });
      if (!laboratory.plan().isBare(side)) {
        final String end = side == LabSide.WIRE ? "near " : "far ";
        TOLD.forEach(counter -> told.put(end + counter, Long.toString(counted.get(counter))));
        // What is in TIME_WAIT now and was not before, and what has left it by itself meanwhile.
        told.put(end + "TIME_WAIT entered", Long.toString(counted.get("SocketsTCP_tw") + counted.get("TcpExtTW")));
      }
    }
    return told;
  }
}
