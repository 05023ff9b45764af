package org.braidwire.benchmarks.bulk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.port.PortCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;

/** What Braidwire's two ends of a bulk transfer have in common. Stateless. */
final class BraidwireBulk {
  /** The application's memory at either end: more than a second-level cache shares with the stack. */
  static final int FOOTPRINT_BYTES = 512 * 1024;

  /** A subflow that carries less of the octets is there by name only: the case would be another one. */
  static final double LEAST_SHARE = 0.1;

  /** Of fewer octets the subflows' slow start decides who carried them. */
  private static final long JUDGED_BYTES = 64L << 20;

  private static final int FRAMES = 8192;
  private static final int CHUNKS = 256;

  private BraidwireBulk() {}

  /** With several links the octets are spread, as a kernel spreads them: the lowest RTT would leave links idle. */
  static StackHost open(
      final Laboratory laboratory, final LabSide side, final BulkCase transfer, final BulkSetting setting) {
    final StackConfig chosen = StackConfig.defaults().withCongestionControl(setting.congestion());
    final StackConfig defaults = transfer.links() == 1 ? chosen : chosen.withScheduler(TurnsScheduler.NAME);
    final StackConfig config = setting.bufferBytes() == 0
        ? defaults
        : defaults.withBuffers(setting.bufferBytes(), setting.bufferBytes());
    return StackHost.open(laboratory, side, config, FRAMES, CHUNKS);
  }

  /** What was used, with the octets of each subflow; fails unless there are as many as the case says. */
  static Map<String, String> used(
      final StackHost host, final MptcpConnection connection, final BulkCase transfer, final boolean sending) {
    final ConnectionInfo info = connection.info();
    if (!info.multipath() || info.subflows().size() != transfer.links()) {
      throw new BenchException("Braidwire used " + info.subflows().size() + " subflows of " + transfer.links()
          + (info.multipath() ? "" : " and fell back to TCP: " + info.fallbackReason()));
    }
    final Map<String, String> used = new LinkedHashMap<>(host.used());
    for (final SubflowInfo subflow : info.subflows()) {
      final long bytes = sending ? subflow.sentBytes() : subflow.receivedBytes();
      used.put("octets on " + subflow.path(), Long.toString(bytes));
    }
    return used;
  }

  /** Octets sent on each subflow so far, in the order of their numbers. */
  static List<Long> sentBytes(final MptcpConnection connection) {
    return connection.info().subflows().stream().map(SubflowInfo::sentBytes).toList();
  }

  /** Fails unless each subflow carried a least share of the octets sent between two looks; one alone carries all. */
  static void checkShares(final List<Long> before, final List<Long> after) {
    final long all = sum(after) - sum(before);
    final long least = IntStream.range(0, after.size())
        .mapToLong(i -> after.get(i) - before.get(i))
        .min()
        .orElseThrow();
    if (all >= JUDGED_BYTES && least < all * LEAST_SHARE) {
      throw new BenchException(
          "a subflow carried " + least + " of " + all + " octets, less than " + LEAST_SHARE + " of them");
    }
  }

  private static long sum(final List<Long> bytes) {
    return bytes.stream().mapToLong(Long::longValue).sum();
  }

  /** Super-segments passed where the case and the port have them, and none with MTU frames. */
  static void checkSuperSegments(final StackHost host, final BulkCase transfer, final PortCounters.Kind kind) {
    final long count = host.portCount(kind);
    if (transfer.offloads() ? count == 0 && host.cutsSuperSegments() : count > 0) {
      throw new BenchException(transfer.title() + ": Braidwire's ports counted " + kind + " " + count);
    }
  }
}
