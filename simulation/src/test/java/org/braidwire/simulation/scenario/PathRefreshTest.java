package org.braidwire.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.VirtualClock;
import org.braidwire.simulation.parse.WireFrame;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.api.Test;

/** A subflow that measured a long queue of its own is measured again when that queue is gone, and carries data. */
class PathRefreshTest {
  private static final long MS = 1_000_000L;
  private static final long BYTES = 40 << 20;

  @Test
  void aSubflowWhoseQueueHasGoneIsUsedAgain() {
    final CarriedByFirstLink carried = new CarriedByFirstLink();

    final SeedResult result = Scenario.run(plan(), carried);

    assertThat(result.failure()).isNull();
    assertThat(carried.bySecond[0]).as("octets in the first second").isPositive();
    for (int second = 1; second < 4; second++) {
      assertThat(carried.bySecond[second])
          .as("octets of second %d, of which 4 kB at most only measure", second)
          .isGreaterThan(10_000);
    }
  }

  /**
   * The first link is the nearer one, and slow with a deep queue; the peer's window fits the second link's flight,
   * so that nothing ever overflows to the first.
   */
  private static ScenarioPlan plan() {
    final Impairment near = Impairment.clean(10_000_000, 100_000, MS);
    final Impairment far = Impairment.clean(1_000_000_000, 1_000_000, 3 * MS);
    final StackConfig config = StackConfig.defaults().withBuffers(64 << 10, 1 << 20);
    final AppBehaviour eager = new AppBehaviour(1000, MptcpConnection.MAX_CLAIM_BYTES, 0, 0, MS, false);
    final HostPlan host = new HostPlan(config, eager, ThreadShape.ONE_THREAD);
    return new ScenarioPlan(
        1,
        List.of(new LinkPlan(near, near, false), new LinkPlan(far, far, false)),
        List.of(),
        600_000 * MS,
        MiddleboxPlan.NONE,
        host,
        host,
        BYTES,
        MishapPlan.NONE,
        SequenceStart.ANYWHERE);
  }

  private static final class CarriedByFirstLink implements NetworkObserver {
    private final long[] bySecond = new long[600];

    @Override
    public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
      if (port.link().name().equals("link0")) {
        frame.tcp()
            .ifPresent(packet -> bySecond[(int) ((nowNs - VirtualClock.START_NS) / (1000 * MS))] +=
                packet.payloadBytes());
      }
    }
  }
}
