package org.braidwire.simulation.card;

/**
 * How a simulated card sends.
 *
 * @param offload whether it cuts runs into segments and completes checksums
 * @param ringSlots descriptors that it takes before the first is finished with
 * @param gathers whether header and payload take a descriptor each
 * @param fetchNs a frame is read from the host's memory within this time, in order; 0 when it is given
 * @param holdNs a frame's memory is given back within this time after it was read, in any order; 0 at once
 * @param pause probability a frame that the card stands still before it, as under flow control
 * @param pauseNs longest such time
 * @param keepsWhileDown whether a frame that was given before the carrier went waits for it, rather than being lost
 * @param refusal probability a frame of being refused though there is room (EAGAIN)
 * @param downEveryFrames about so many frames lie between times in which all are taken and lost (ENETDOWN); 0 for none
 * @param downNs longest such time
 */
public record TransmitTraits(
    boolean offload,
    int ringSlots,
    boolean gathers,
    long fetchNs,
    long holdNs,
    double pause,
    long pauseNs,
    boolean keepsWhileDown,
    double refusal,
    int downEveryFrames,
    long downNs) {
  /** A ring of the usual size that copies what it is given. */
  public static final TransmitTraits PLAIN = new TransmitTraits(false, 512, false, 0, 0, 0, 0, false, 0, 0, 0);

  /** Checks the ranges. */
  public TransmitTraits {
    if (ringSlots < 2 || fetchNs < 0 || holdNs < 0 || pauseNs < 0 || downEveryFrames < 0 || downNs < 0) {
      throw new IllegalArgumentException("no card sends so: ring of " + ringSlots
          + " descriptors, fetches within "
          + fetchNs + " ns, holds " + holdNs + " ns, down for " + downNs + " ns every " + downEveryFrames
          + " frames");
    }
  }

  /** Whether it reads frames later than they are given, and so holds the host's memory meanwhile. */
  public boolean isLate() {
    return fetchNs > 0 || holdNs > 0 || pause > 0 || keepsWhileDown;
  }

  /** The same card with a ring of {@code slots} descriptors. */
  public TransmitTraits withRing(final int slots) {
    return new TransmitTraits(
        offload,
        slots,
        gathers,
        fetchNs,
        holdNs,
        pause,
        pauseNs,
        keepsWhileDown,
        refusal,
        downEveryFrames,
        downNs);
  }
}
