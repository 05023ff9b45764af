package org.braidwire.benchmarks.bulk;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.wire.FrameFlood;
import org.braidwire.benchmarks.wire.RawWire;
import org.braidwire.lab.LabTuning;

/**
 * Raw frames of the same size through the same kind of port, on one link: what the core that sends can give to the
 * device is the limit, and more links would not raise it.
 */
final class RawBulk implements BulkPeer {
  private final RawWire wire;
  private final FrameFlood flood;
  private final BulkCase transfer;

  RawBulk(final RawWire wire, final EndPair pair, final BulkCase transfer) {
    this.wire = wire;
    this.transfer = transfer;
    flood = new FrameFlood(wire, pair);
  }

  @Override
  public String name() {
    return BulkPeers.RAW;
  }

  @Override
  public BulkSetting firstSetting() {
    return BulkSetting.begin("no congestion control", payloadBytes());
  }

  @Override
  public List<List<UnaryOperator<BulkSetting>>> choices() {
    return List.of(BulkChoices.STEERING);
  }

  private int payloadBytes() {
    return transfer.offloads() && flood.cutsSuperSegments() ? FrameFlood.SUPER_BYTES : FrameFlood.SEGMENT_BYTES;
  }

  @Override
  public BulkRun run(final BulkSetting setting, final long warmUpNs, final long forNs) {
    new LabTuning(wire.laboratory()).steerReceive(setting.steering());
    final FrameFlood.Rate rate = flood.run(payloadBytes(), forNs);
    return BulkRun.of(
        Math.round(rate.payloadBytesPerSecond()),
        1_000_000_000L,
        Map.of(
            "port",
            flood.description(),
            "lost",
            Math.round(100 * rate.lostShare()) + " %",
            "truncated",
            Long.toString(rate.truncated())));
  }

  @Override
  public void close() {
    flood.close();
    wire.close();
  }
}
