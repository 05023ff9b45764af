package org.braidwire.simulation.scenario;

import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.card.ReceiveTraits;
import org.braidwire.simulation.card.ReceivedChecksum;
import org.braidwire.simulation.card.TransmitTraits;
import org.braidwire.simulation.link.SeededRandom;

/** Draws how one card behaves. Used once. */
final class CardMaker {
  private static final long US = 1_000L;
  private static final long MS = 1_000_000L;
  private static final int USUAL_TRANSMIT_SLOTS = 512;
  private static final int USUAL_RECEIVE_SLOTS = 1024;

  private final SeededRandom random;

  CardMaker(final SeededRandom random) {
    this.random = random;
  }

  CardTraits make() {
    return random.chance(0.2) ? CardTraits.PLAIN : new CardTraits(transmit(), receive());
  }

  private TransmitTraits transmit() {
    final boolean late = random.chance(0.6);
    final boolean pauses = late && random.chance(0.4);
    final boolean goesDown = random.chance(0.25);
    return new TransmitTraits(
        random.chance(0.5),
        random.chance(0.3) ? random.between(8, 64) : USUAL_TRANSMIT_SLOTS,
        random.chance(0.5),
        late ? random.between(0, 100 * US) : 0,
        late ? (long) (US * Math.exp(random.between(0.0, Math.log(50_000)))) : 0,
        pauses ? random.between(0.001, 0.01) : 0,
        pauses ? random.between(MS, 300 * MS) : 0,
        late && random.chance(0.5),
        random.chance(0.25) ? random.between(0.002, 0.05) : 0,
        goesDown ? random.between(50, 800) : 0,
        goesDown ? random.between(MS, 200 * MS) : 0);
  }

  private ReceiveTraits receive() {
    final ReceivedChecksum[] checksums = ReceivedChecksum.values();
    return new ReceiveTraits(
        random.chance(0.5),
        checksums[random.between(0, checksums.length - 1)],
        random.chance(0.5) ? random.between(50 * US, 2 * MS) : 0,
        random.chance(0.5),
        random.chance(0.25) ? random.between(3, 24) : USUAL_RECEIVE_SLOTS,
        random.chance(0.4) ? random.between(1, 8) : RxBurst.CAPACITY,
        random.chance(0.25) ? random.between(0.001, 0.02) : 0);
  }
}
