package org.braidwire.simulation.network;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.card.ReceiveTraits;
import org.braidwire.simulation.card.ReceivedChecksum;
import org.braidwire.simulation.card.TransmitTraits;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.Outage;
import org.junit.jupiter.api.Nested;

/** What every port must do, done by simulated ones, whatever their cards are like. */
class SimulatedPortTest {
  private static final long US = 1_000L;

  @Nested
  class WithAPlainCard extends Contract {
    @Override
    CardTraits traits() {
      return CardTraits.PLAIN;
    }
  }

  @Nested
  class WithALateCardThatGathers extends Contract {
    @Override
    CardTraits traits() {
      return new CardTraits(
          new TransmitTraits(true, 512, true, 20 * US, 100 * US, 0, 0, true, 0, 0, 0), ReceiveTraits.PLAIN);
    }
  }

  @Nested
  class WithSlotsInOrder extends Contract {
    @Override
    CardTraits traits() {
      return new CardTraits(
          TransmitTraits.PLAIN, new ReceiveTraits(true, ReceivedChecksum.PARTIAL, 50 * US, true, 1024, 4, 0));
    }
  }

  abstract static class Contract extends FramePortContract {
    abstract CardTraits traits();

    @Override
    protected PortPair open() {
      return new SimulatedPair(traits(), MTU_BYTES, FRAMES, CHUNKS);
    }

    @Override
    protected void sendingAndReceivingAllocatesNothing() {
      // A simulated cable keeps each frame as an object of its own.
    }
  }

  private static final class SimulatedPair implements PortPair {
    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedLink link;

    SimulatedPair(final CardTraits traits, final int mtuBytes, final int frames, final int chunks) {
      final SimulatedHost near = network.addHost("near", frames, chunks);
      final SimulatedHost far = network.addHost("far", frames, chunks);
      final Impairment clean = Impairment.clean(0, 0, 10 * US);
      link = near.connect(far, "link", new Impairment[] {clean, clean});
      link.end(0).card(traits, mtuBytes);
      link.end(1).card(traits, mtuBytes);
    }

    @Override
    public FramePort near() {
      return new PortInTime(network, link.end(0));
    }

    @Override
    public FramePort far() {
      return new PortInTime(network, link.end(1));
    }

    @Override
    public PacketMemory nearMemory() {
      return link.end(0).host().memory();
    }

    @Override
    public PacketMemory farMemory() {
      return link.end(1).host().memory();
    }

    @Override
    public void setLinkUp(final boolean up) {
      link.outage(up ? Outage.NONE : Outage.CARRIER_DOWN);
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** A port whose network lives on while somebody polls it: here nothing else makes time pass. */
  private record PortInTime(SimulatedNetwork network, SimulatedPort port) implements FramePort {
    private static final long POLL_NS = 200 * US;

    @Override
    public int poll(final RxBurst burst) {
      network.runUntil(() -> false, network.nowNs() + POLL_NS);
      return port.poll(burst);
    }

    @Override
    public String name() {
      return port.name();
    }

    @Override
    public PortCapabilities capabilities() {
      return port.capabilities();
    }

    @Override
    public long macAddress() {
      return port.macAddress();
    }

    @Override
    public boolean transmit(
        final long headerAddress,
        final int headerBytes,
        final long payloadAddress,
        final int payloadBytes,
        final long offload) {
      return port.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
    }

    @Override
    public int transmitRoom() {
      return port.transmitRoom();
    }

    @Override
    public void flush() {
      port.flush();
    }

    @Override
    public boolean linkUp() {
      return port.linkUp();
    }

    @Override
    public PortCounters counters() {
      return port.counters();
    }

    @Override
    public void close() {
      port.close();
    }
  }
}
