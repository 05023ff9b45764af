package org.braidwire.stack.engine;

import java.util.Arrays;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.idle.Doorbell;

/**
 * What the engines of one process share: a lane for each ordered pair of them, and memory that frames are exchanged
 * within. Made before they
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

  /** Of the engine that was made first. */
  private PacketMemory memory;

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

  /** Refuses memory whose frames the engines cannot exchange; before they start. */
  void checkMemory(final PacketMemory another) {
    if (memory == null) {
      memory = another;
    }
    if (!memory.sharesWith(another)) {
      throw new IllegalArgumentException("engines of one process have memory that was allocated together");
    }
  }

  Doorbell bell(final int index) {
    return bells[index];
  }

  EngineLane lane(final int from, final int to) {
    return lanes[from][to];
  }

  /** A range of so many ports has some for each of {@code engines}. */
  public static int fewestPorts(final int engines) {
    return 1 << bits(engines);
  }

  /** Bits that tell all engines apart; 0 with one. */
  int bits() {
    return bits(bells.length);
  }

  private static int bits(final int engines) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(engines - 1);
  }
}
