package org.braidwire.simulation.card;

import org.braidwire.io.port.RxBurst;

/**
 * How a simulated card receives.
 *
 * @param merges whether neighbours that wait are made super-segments
 * @param checksum what is said of checksums
 * @param quietNs how long the host hears nothing of what arrived, so that something waits; 0 to hear at once
 * @param inOrder whether frames wait in slots of the ring, given back in order as they are copied out, rather than
 *     in frames that the host has posted
 * @param ringSlots places for what arrived and was not polled; a super-segment takes several
 * @param burstFrames most frames that one poll gives
 * @param truncation probability that a frame meets a slot too short for it
 */
public record ReceiveTraits(
    boolean merges,
    ReceivedChecksum checksum,
    long quietNs,
    boolean inOrder,
    int ringSlots,
    int burstFrames,
    double truncation) {
  /** A ring of the usual size and nothing else. */
  public static final ReceiveTraits PLAIN =
      new ReceiveTraits(false, ReceivedChecksum.UNSEEN, 0, false, 1024, RxBurst.CAPACITY, 0);

  /** Checks the ranges. */
  public ReceiveTraits {
    if (quietNs < 0 || ringSlots < 1 || burstFrames < 1 || burstFrames > RxBurst.CAPACITY) {
      throw new IllegalArgumentException("no card receives so: ring of " + ringSlots + " slots, bursts of "
          + burstFrames + " frames, quiet for " + quietNs + " ns");
    }
  }
}
