package org.braidwire.simulation.link;

import java.util.EnumSet;

/** What {@link LinkModel} decided about one frame: dropped and why, or when it arrives, once or twice. Reused. */
public final class Fate {
  private final EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
  private boolean dropped;
  private long arrivalNs;
  private long secondArrivalNs;
  private long corruptionBits;

  void clear() {
    faults.clear();
    dropped = false;
    arrivalNs = 0;
    secondArrivalNs = 0;
    corruptionBits = 0;
  }

  void drop(final Fault why) {
    dropped = true;
    faults.add(why);
  }

  void arrive(final long atNs) {
    arrivalNs = atNs;
  }

  void arriveAgain(final long atNs) {
    secondArrivalNs = atNs;
    faults.add(Fault.DUPLICATION);
  }

  void corrupt(final long bits) {
    corruptionBits = bits | 1L << Long.SIZE - 1;
    faults.add(Fault.CORRUPTION);
  }

  void mark(final Fault fault) {
    faults.add(fault);
  }

  public boolean dropped() {
    return dropped;
  }

  /** Every fault that hit the frame. Valid until the next frame. */
  public EnumSet<Fault> faults() {
    return faults;
  }

  public long arrivalNs() {
    return arrivalNs;
  }

  public boolean duplicated() {
    return secondArrivalNs != 0;
  }

  public long secondArrivalNs() {
    return secondArrivalNs;
  }

  public boolean corrupted() {
    return corruptionBits != 0;
  }

  /**
   * Flips one to three bits of one octet between {@code from} and {@code to}. Damage inside one octet is
   * always seen by the Internet checksum, so a correct stack never delivers it.
   */
  public void corrupt(final byte[] frame, final int from, final int to) {
    if (to > from) {
      final int at = from + (int) ((corruptionBits >>> 16 & 0x7fff_ffff) % (to - from));
      final int first = (int) (corruptionBits & 7);
      final int second = (int) (corruptionBits >>> 3 & 7);
      final int third = (int) (corruptionBits >>> 6 & 7);
      frame[at] ^= (byte) (1 << first | 1 << second | 1 << third);
    }
  }
}
