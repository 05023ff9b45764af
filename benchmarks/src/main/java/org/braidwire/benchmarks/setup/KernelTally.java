package org.braidwire.benchmarks.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.KernelWatch;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** What the kernels of both hosts counted in a run: what must not be, and what a reader may want to know. */
final class KernelTally {
  private static final Set<String> NEVER = Set.of(
      "TcpExtTCPTimeWaitOverflow",
      "TcpExtListenOverflows",
      "TcpExtListenDrops",
      "TcpExtSyncookiesSent",
      "TcpExtTCPAbortOnMemory",
      "MPTcpExtMPJoinSynRx",
      "MPTcpExtMPFastcloseTx");

  private static final List<String> TOLD = List.of("TcpRetransSegs", "TcpOutRsts");

  /** Counted when a connection enters TIME_WAIT, not when it leaves it. */
  private static final String TIME_WAITS = "TcpExtTW";

  private static final String ANSWERED_WITH_MPTCP = "MPTcpExtMPCapableSYNACKRX";

  private final KernelWatch kernels;
  private final Protocol protocol;

  /**
   * Counts from now on.
   *
   * @param protocol what the kernels speak; null where they only pass frames
   */
  KernelTally(final Laboratory laboratory, final Protocol protocol) {
    kernels = new KernelWatch(laboratory);
    this.protocol = protocol;
  }

  /**
   * Fails where something was counted that must not be, a fall-back of any kind above all, and where kernels that made
   * the connections did not count each.
   */
  Map<String, String> check(final long connections) {
    if (protocol != null) {
      Deadline.await(
          "TIME_WAIT of every connection",
          () -> kernels.since(LabSide.WIRE).get(TIME_WAITS)
                  + kernels.since(LabSide.KERNEL).get(TIME_WAITS)
              >= connections);
    }
    kernels.fallback().ifPresent(KernelTally::refuse);
    final Map<String, String> told = new LinkedHashMap<>();
    for (final LabSide side : LabSide.values()) {
      final KernelCounters counted = kernels.since(side);
      counted.nonZero("").forEach((counter, value) -> {
        if (NEVER.contains(counter)) {
          refuse(counter + " " + value);
        }
      });
      if (protocol != null) {
        final String end = side == LabSide.WIRE ? "near " : "far ";
        TOLD.forEach(counter -> told.put(end + counter, Long.toString(counted.get(counter))));
        told.put(end + "entered TIME_WAIT", Long.toString(counted.get(TIME_WAITS)));
      }
    }
    final long spoke = kernels.since(LabSide.WIRE).get(ANSWERED_WITH_MPTCP);
    if (protocol == Protocol.MPTCP && spoke < connections) {
      throw new BenchException("of " + connections + " connections only " + spoke + " were answered with MPTCP");
    }
    return told;
  }

  private static void refuse(final String counted) {
    throw new BenchException("a kernel counted " + counted);
  }
}
