package org.braidwire.simulation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.card.ReceiveTraits;
import org.braidwire.simulation.card.TransmitTraits;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.Outage;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
  private static final long MILLISECOND_NS = 1_000_000;
  private static final int FRAME_BYTES = 200;
  private static final int RING_SLOTS = 16;

  @Test
  void theSameSeedGivesTheSameLog() {
    assertThat(chatter(7)).isEqualTo(chatter(7));
    assertThat(chatter(7)).isNotEqualTo(chatter(8));
  }

  @Test
  void aFrameArrivesAfterTheDelayWithItsOctets() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      ends[0].send(0x55);
      network.runUntil(() -> ends[1].received == 1, Long.MAX_VALUE);

      assertThat(network.nowNs()).isEqualTo(VirtualClock.START_NS + MILLISECOND_NS);
      assertThat(ends[1].lastOctet).isEqualTo(0x55);
    }
  }

  @Test
  void referencesComeBackAtOnceAndNothingLeaks() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      ends[0].send(1);
      assertThat(ends[0].host.memory().frames().leased()).isZero();
      network.runUntil(() -> false, VirtualClock.START_NS + 10 * MILLISECOND_NS);
      ends[0].host.shutDown();
      ends[1].host.shutDown();
    }
  }

  @Test
  void aKeptFrameIsReportedAtShutDown() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      ends[0].host.memory().frames().lease();

      assertThatThrownBy(() -> ends[0].host.shutDown())
          .isInstanceOf(SimulationFailure.class)
          .hasMessageContaining("S4")
          .hasMessageContaining("1 frames");
    }
  }

  @Test
  void anEmptyPoolLosesFramesAndCountsThem() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      while (ends[1].host.memory().frames().free() > 0) {
        ends[1].host.memory().frames().lease();
      }
      ends[0].send(1);
      network.runUntil(() -> false, VirtualClock.START_NS + 10 * MILLISECOND_NS);

      assertThat(ends[1].received).isZero();
      assertThat(ends[1].port().counters().get(Kind.RX_NO_FRAME)).isEqualTo(1);
    }
  }

  @Test
  void bothPortsSeeTheCarrierGoAndFramesOnTheWayAreLost() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      ends[0].send(1);
      network.links().getFirst().outage(Outage.CARRIER_DOWN);
      ends[0].send(2);
      network.runUntil(() -> false, VirtualClock.START_NS + 10 * MILLISECOND_NS);

      assertThat(ends[0].port().linkUp()).isFalse();
      assertThat(ends[1].port().linkUp()).isFalse();
      assertThat(ends[1].received).isZero();
      assertThat(ends[0].port().counters().get(Kind.TX_LINK_DOWN)).isEqualTo(1);
    }
  }

  @Test
  void aStalledHostWakesLater() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      ends[1].host.stall(VirtualClock.START_NS + 30 * MILLISECOND_NS);
      ends[0].send(1);
      network.runUntil(() -> ends[1].received == 1, Long.MAX_VALUE);

      assertThat(network.nowNs()).isEqualTo(VirtualClock.START_NS + 30 * MILLISECOND_NS);
    }
  }

  @Test
  void theTransmitRingRefusesUntilItIsFlushed() {
    try (SimulatedNetwork network = new SimulatedNetwork(1)) {
      final Echo[] ends = pair(network, clean());
      int taken = 0;
      while (ends[0].send(1)) {
        taken++;
      }
      assertThat(taken).isEqualTo(RING_SLOTS);
      ends[0].port().flush();
      assertThat(ends[0].send(1)).isTrue();
    }
  }

  private static long chatter(final long seed) {
    try (SimulatedNetwork network = new SimulatedNetwork(seed)) {
      final Echo[] ends = pair(
          network,
          clean().withLoss(0.1)
              .withJitter(MILLISECOND_NS)
              .withDuplication(0.1)
              .withCorruption(0.1));
      for (int i = 0; i < 200; i++) {
        final int octet = i;
        network.after(i * MILLISECOND_NS, () -> {
          ends[0].send(octet);
          ends[0].port().flush();
        });
      }
      network.runUntil(() -> false, VirtualClock.START_NS + 1000 * MILLISECOND_NS);
      assertThat(network.log().events()).isGreaterThan(200);
      return network.log().hash();
    }
  }

  private static Impairment clean() {
    return Impairment.clean(0, 0, MILLISECOND_NS);
  }

  private static Echo[] pair(final SimulatedNetwork network, final Impairment impairment) {
    final SimulatedHost one = network.addHost("one", 64, 1);
    final SimulatedHost other = network.addHost("other", 64, 1);
    one.connect(other, "link1", new Impairment[] {impairment, impairment})
        .end(0)
        .card(new CardTraits(TransmitTraits.PLAIN.withRing(RING_SLOTS), ReceiveTraits.PLAIN));
    return new Echo[] {one.start(Echo::new), other.start(Echo::new)};
  }

  /** Counts what comes. */
  private static final class Echo implements Engine {
    private final SimulatedHost host;
    private final RxBurst burst = new RxBurst();
    private int received;
    private int lastOctet;

    Echo(final SimulatedHost host) {
      this.host = host;
    }

    SimulatedPort port() {
      return host.ports().getFirst();
    }

    boolean send(final int octet) {
      final long frame = host.memory().frames().lease();
      Memory.zero(frame, FRAME_BYTES);
      Memory.putShort(frame + 12, 0x0800);
      Memory.putByte(frame + FRAME_BYTES - 1, octet);
      final boolean taken = port().transmit(frame, FRAME_BYTES, 0, 0, Offload.NONE);
      if (!taken) {
        host.memory().release(frame);
      }
      return taken;
    }

    @Override
    public int doWork() {
      port().flush();
      final int frames = port().poll(burst);
      for (int i = 0; i < frames; i++) {
        received++;
        lastOctet = Memory.getUnsignedByte(burst.address(i) + FRAME_BYTES - 1);
        host.memory().release(burst.address(i));
      }
      return frames;
    }

    @Override
    public long nextDeadlineNs() {
      return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
  }
}
