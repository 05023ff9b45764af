package org.braidwire.benchmarks.loop;

import java.util.EnumMap;
import java.util.Map;

/**
 * The best times of the reference loop and of the stack loops, taken in turn: a quick look that a busy machine makes
 * longer but hardly worse. One thread.
 */
public final class LoopGauge implements AutoCloseable {
  private static final int BATCH = 32;

  private final LoopCase reference;
  private final Map<LoopProtocol, LoopCase> loops = new EnumMap<>(LoopProtocol.class);
  private final Map<LoopProtocol, Double> best = new EnumMap<>(LoopProtocol.class);
  private double bestReference = Double.MAX_VALUE;

  public LoopGauge(final int footprintBytes) {
    reference = new ReferenceCase(footprintBytes);
    for (final LoopProtocol protocol : LoopProtocol.values()) {
      loops.put(protocol, new WholeCase(protocol, footprintBytes, BATCH));
      best.put(protocol, Double.MAX_VALUE);
    }
  }

  /** SHA-256 of the reference loop as it was compiled: what all its times are times of. */
  public static String referenceDigest() {
    return ReferenceLoop.digest();
  }

  /** Takes so many rounds; the first ones warm up. */
  public void run(final int rounds, final long sliceNs) {
    for (int round = 0; round < rounds; round++) {
      bestReference = Math.min(bestReference, reference.measure(sliceNs)[0]);
      loops.forEach((protocol, loop) -> best.merge(protocol, loop.measure(sliceNs)[0], Math::min));
    }
  }

  /** Nanoseconds a segment of the reference loop's best round. */
  public double referenceNs() {
    return bestReference;
  }

  /** Nanoseconds a segment of the stack loop's best round. */
  public double stackNs(final LoopProtocol protocol) {
    return best.get(protocol);
  }

  @Override
  public void close() {
    reference.close();
    loops.values().forEach(LoopCase::close);
  }
}
