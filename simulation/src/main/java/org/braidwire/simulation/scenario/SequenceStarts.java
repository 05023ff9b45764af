package org.braidwire.simulation.scenario;

import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.stack.base.RandomSource;

/** A host's source of chance that also lets sequence numbers begin where the plan says. One thread. */
record SequenceStarts(SeededRandom random, SequenceStart start) implements RandomSource {
  /** Numbers begin at most this far before the wrap, so that a share of 1 MiB passes it on every subflow. */
  private static final int WITHIN = 0x3_ffff;

  private static final long LOW_HALF = 0xffff_ffffL;

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int initialSequence(final int derived) {
    return start == SequenceStart.BEFORE_SEQUENCE_WRAP ? derived | ~WITHIN : derived;
  }

  @Override
  public long initialDataSequence(final long derived) {
    return dataSequence(start, derived);
  }

  /** What both ends and the checker take instead of the number that a key stands for. */
  static long dataSequence(final SequenceStart start, final long derived) {
    return switch (start) {
      case BEFORE_DATA_WRAP -> derived | ~(long) WITHIN;
      case BEFORE_LOW_DATA_WRAP -> derived | ~(long) WITHIN & LOW_HALF;
      case ANYWHERE, BEFORE_SEQUENCE_WRAP -> derived;
    };
  }
}
