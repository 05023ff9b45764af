package org.braidwire.stack.engine;

import java.util.Arrays;
import org.braidwire.io.idle.Doorbell;

/**
 * What the engines of one process share, which is no more than a lane for each ordered pair of them. Made before they
 * start.
 *
 * <p>Two numbers name an engine without anybody being asked: the top bits of a token, and the low bits of a local port
 * that a connection or a join of ours was opened from.
 */
public final class EngineMesh {
  /** Most engines of one process: lanes pin memory for every pair. */
  public static final int MAX_ENGINES = 16;

  private final EngineLane[][] lanes;
  private final Doorbell[] bells;

  /**
   * @param engines how many, 1 to {@link #MAX_ENGINES}
   */
  public EngineMesh(final int engines) {
    if (engines < 1 || engines > MAX_ENGINES) {
      throw new IllegalArgumentException("there are 1 to " + MAX_ENGINES + " engines, not " + engines);
    }
    lanes = new EngineLane[engines][engines];
    bells = new Doorbell[engines];
    Arrays.fill(bells, Doorbell.SILENT);
    for (int from = 0; from < engines; from++) {
      for (int to = 0; to < engines; to++) {
        lanes[from][to] = from == to ? null : new EngineLane();
      }
    }
  }

  /** What engine {@code index} is told at start. */
  public EngineSeat seat(final int index) {
    return new EngineSeat(this, index);
  }

  public int engines() {
    return bells.length;
  }

  /** How engine {@code index} is woken; before it starts. */
  public void bell(final int index, final Doorbell bell) {
    bells[index] = bell;
  }

  Doorbell bell(final int index) {
    return bells[index];
  }

  EngineLane lane(final int from, final int to) {
    return lanes[from][to];
  }

  /** Bits that tell all engines apart; 0 with one. */
  int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(bells.length - 1);
  }
}
