package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class BulkSweepTest {
  private static final int GOOD_BYTES = 1 << 20;
  private static final int STALLING_BYTES = 4 << 20;
  private static final int REFUSED_BYTES = 8 << 20;

  @Test
  void aSettingThatFailsOnceIsRefusedHoweverFastItWasBefore() {
    final BulkSweep sweep = new BulkSweep(0, 0);

    assertThat(sweep.best(new MadeUp(1)).bufferBytes()).isEqualTo(GOOD_BYTES);
    assertThat(sweep.tried())
        .contains("buffers 4194304 B, spinning: 0.00 Gbit/s (octets were lost)")
        .contains("buffers 8388608 B, spinning: 0.00 Gbit/s (no)");
  }

  @Test
  void theFirstSettingIsTriedOnceThePeerIsWarm() {
    final BulkSweep sweep = new BulkSweep(0, 0);

    assertThat(sweep.best(new MadeUp(3)).bufferBytes()).isZero();
    assertThat(sweep.tried()).startsWith(BulkSetting.begin("cubic", 1) + ": 3.00 Gbit/s");
  }

  /** The first setting gets faster for a while; another moves a lot in its first run and does not end in its second. */
  private static final class MadeUp implements BulkPeer {
    private final double firstRate;
    private int firstRuns;
    private int stallingRuns;

    /** @param firstRate what the first setting reaches after some runs */
    private MadeUp(final double firstRate) {
      this.firstRate = firstRate;
    }

    @Override
    public String name() {
      return "made up";
    }

    @Override
    public BulkSetting firstSetting() {
      return BulkSetting.begin("cubic", 1);
    }

    @Override
    public List<List<UnaryOperator<BulkSetting>>> choices() {
      return List.of(List.of(
          setting -> setting.withBufferBytes(GOOD_BYTES),
          setting -> setting.withBufferBytes(STALLING_BYTES),
          setting -> setting.withBufferBytes(REFUSED_BYTES)));
    }

    @Override
    public BulkRun run(final BulkSetting setting, final long warmUpNs, final long forNs) {
      return switch (setting.bufferBytes()) {
        case GOOD_BYTES -> new BulkRun(2, Map.of());
        case STALLING_BYTES ->
          stallingRuns++ == 0 ? new BulkRun(9, Map.of()) : BulkRun.stalled("octets were lost");
        case REFUSED_BYTES -> throw new BenchException("no");
        default -> new BulkRun(Math.min(firstRate, 0.5 * ++firstRuns), Map.of());
      };
    }

    @Override
    public void close() {}
  }
}
