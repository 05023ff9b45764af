package org.braidwire.benchmarks.bulk;

import java.util.LinkedHashMap;
import java.util.Map;
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

  private static final int FRAMES = 8192;
  private static final int CHUNKS = 256;

  private BraidwireBulk() {}

  static StackHost open(final Laboratory laboratory, final LabSide side, final BulkSetting setting) {
    final StackConfig defaults = StackConfig.defaults().withCongestionControl(setting.congestion());
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

  /** Super-segments passed where the case and the port have them, and none with MTU frames. */
  static void checkSuperSegments(final StackHost host, final BulkCase transfer, final PortCounters.Kind kind) {
    final long count = host.portCount(kind);
    if (transfer.offloads() ? count == 0 && host.cutsSuperSegments() : count > 0) {
      throw new BenchException(transfer.title() + ": Braidwire's ports counted " + kind + " " + count);
    }
  }
}
