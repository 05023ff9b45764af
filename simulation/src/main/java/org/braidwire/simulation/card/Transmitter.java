package org.braidwire.simulation.card;

import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.simulation.link.Fault;

/**
 * The sending half of a card: takes frames or refuses them, loses them while its link or itself is down, else puts
 * them into its ring. One thread.
 */
public final class Transmitter {
  private final TransmitTraits traits;
  private final int maxFrameBytes;
  private final CardContext card;
  private final TransmitRing ring;
  private boolean refused;
  private int framesUntilDown;
  private long downUntilNs;

  /**
   * @param maxFrameBytes largest frame on the wire
   */
  public Transmitter(final TransmitTraits traits, final int maxFrameBytes, final CardContext card) {
    this.traits = traits;
    this.maxFrameBytes = maxFrameBytes;
    this.card = card;
    ring = traits.isLate() ? new DescriptorRing(traits, card) : new PromptRing(traits.ringSlots(), card);
    framesUntilDown = drawFramesUntilDown();
  }

  /** {@link org.braidwire.io.port.FramePort#transmit}. */
  public boolean transmit(
      final long header, final int headerBytes, final long payload, final int payloadBytes, final long offload) {
    if (offload != Offload.NONE && !traits.offload()) {
      throw new IllegalArgumentException(
          "offload asked of a port that offers none: 0x" + Long.toHexString(offload));
    }
    final Outgoing frame = Outgoing.read(header, headerBytes, payload, payloadBytes, offload);
    final int slots = slots(frame.hasPayload());
    if (ring.freeSlots() < slots) {
      return refuse(frame, Fault.TRANSMIT_RING_FULL);
    }
    if (card.random().chance(traits.refusal())) {
      return refuse(frame, Fault.TRANSMIT_REFUSED);
    }
    take(frame, slots);
    return true;
  }

  private boolean refuse(final Outgoing frame, final Fault fault) {
    refused = true;
    card.counters().increment(Kind.TX_REFUSED);
    card.hitSent(frame.first(), fault);
    return false;
  }

  private void take(final Outgoing frame, final int slots) {
    if (frame.wireFrames().stream().anyMatch(piece -> piece.length() > maxFrameBytes)) {
      card.counters().increment(Kind.TX_ERRORS);
      frame.release(card.memory());
      return;
    }
    card.given(frame.wireFrames());
    if (!card.hasCarrier()) {
      lose(frame, Fault.CARRIER_OUTAGE);
    } else if (isDown()) {
      lose(frame, Fault.DEVICE_DOWN);
    } else {
      count(frame);
      ring.give(frame, slots);
      if (ring.freeSlots() < slots(true)) {
        card.hitSent(frame.first(), Fault.TRANSMIT_RING_FULL);
      }
    }
  }

  private void lose(final Outgoing frame, final Fault fault) {
    card.counters().increment(Kind.TX_LINK_DOWN);
    frame.wireFrames().forEach(lost -> card.hitSent(lost, fault));
    frame.release(card.memory());
  }

  private void count(final Outgoing frame) {
    card.counters().increment(Kind.TX_FRAMES);
    card.counters().add(Kind.TX_BYTES, frame.bytes());
    if (frame.isRun()) {
      card.counters().increment(Kind.TX_SUPER_SEGMENTS);
      card.hitSent(frame.first(), Fault.CUT);
    }
  }

  private boolean isDown() {
    if (--framesUntilDown == 0) {
      downUntilNs = card.nowNs() + card.random().between(1, traits.downNs());
      framesUntilDown = drawFramesUntilDown();
    }
    return card.nowNs() < downUntilNs;
  }

  private int drawFramesUntilDown() {
    final int about = traits.downEveryFrames();
    return about == 0 ? 0 : card.random().between(1 + about / 2, about + about / 2);
  }

  private int slots(final boolean withPayload) {
    return traits.gathers() && withPayload ? 2 : 1;
  }

  /** {@link org.braidwire.io.port.FramePort#transmitRoom}. */
  public int room() {
    return refused ? 0 : ring.freeSlots() / slots(true);
  }

  public void flush() {
    ring.flush();
    refused = false;
  }

  /** The cable has its carrier again. */
  public void onCarrier() {
    ring.onCarrier();
  }

  /** Gives every reference back; the card is not used again. */
  public void close() {
    ring.close();
  }
}
