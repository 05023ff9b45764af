package org.braidwire.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.card.ReceiveTraits;
import org.braidwire.simulation.card.TransmitTraits;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.parse.WireFrame;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.api.Test;

/** What cards did to the stack before it knew better, each in the plainest network that shows it. */
class CardScenarioTest {
  private static final long MS = 1_000_000L;
  private static final long BYTES = 1 << 20;

  /** EAGAIN once cost a retransmission, and then a doubled time-out each. */
  @Test
  void whatACardRefusesWaitsForRoomAndNotForATimeOut() {
    final TransmitTraits refusing = new TransmitTraits(false, 512, false, 0, 0, 0, 0, false, 0.2, 0, 0);
    final CardTraits card = new CardTraits(refusing, ReceiveTraits.PLAIN);
    final Impairment lossy = Impairment.clean(50_000_000, 200_000, MS).withLoss(0.02);
    final SentAgain sentAgain = new SentAgain();

    final SeedResult result = Scenario.run(plan(new LinkPlan(lossy, lossy, false, card, card)), sentAgain);

    assertThat(result.failure()).isNull();
    assertThat(sentAgain.refused).isGreaterThan(100);
    assertThat(sentAgain.latestNs)
        .as("time until a refused segment was sent")
        .isLessThan(MS);
  }

  private static ScenarioPlan plan(final LinkPlan... links) {
    final StackConfig config = StackConfig.defaults().withBuffers(1 << 20, 1 << 20);
    final AppBehaviour eager = new AppBehaviour(1000, MptcpConnection.MAX_CLAIM_BYTES, 0, 0, MS, false);
    final HostPlan host = new HostPlan(config, eager, ThreadShape.ONE_THREAD);
    return new ScenarioPlan(
        1,
        List.of(links),
        List.of(),
        60_000 * MS,
        MiddleboxPlan.NONE,
        host,
        host,
        BYTES,
        MishapPlan.NONE,
        SequenceStart.ANYWHERE);
  }

  /** How long it takes until data that a card refused is given to it again. */
  private static final class SentAgain implements NetworkObserver {
    private final Map<String, Long> waiting = new HashMap<>();
    private int refused;
    private long latestNs;

    @Override
    public void onFault(final SimulatedPort sender, final WireFrame frame, final Fault fault, final long nowNs) {
      if (fault == Fault.TRANSMIT_REFUSED && !key(frame).isEmpty()) {
        refused++;
        waiting.putIfAbsent(key(frame), nowNs);
      }
    }

    @Override
    public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
      final Long sinceNs = waiting.remove(key(frame));
      if (sinceNs != null) {
        latestNs = Math.max(latestNs, nowNs - sinceNs);
      }
    }

    private static String key(final WireFrame frame) {
      return frame.tcp()
          .filter(packet -> packet.payloadBytes() > 0)
          .map(packet -> packet.flow() + " " + packet.seq())
          .orElse("");
    }
  }
}
