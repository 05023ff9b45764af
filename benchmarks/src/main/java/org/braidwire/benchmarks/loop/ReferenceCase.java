package org.braidwire.benchmarks.loop;

import java.util.List;
import org.braidwire.benchmarks.report.Target;

/** The floor: {@link ReferenceLoop} over memory of the same size as the stacks'. */
final class ReferenceCase implements LoopCase {
  static final String PEER = "reference loop";

  private static final int SEGMENTS = 32;

  private final ApplicationBytes bytes;
  private final int footprintBytes;
  private long sums;

  ReferenceCase(final int footprintBytes) {
    this.footprintBytes = footprintBytes;
    bytes = new ApplicationBytes(footprintBytes);
  }

  @Override
  public String name() {
    return "sum and copy, " + (footprintBytes >> 10) + " KiB";
  }

  @Override
  public String peer() {
    return PEER;
  }

  @Override
  public List<String> metrics() {
    return List.of(LoopComparison.TIME);
  }

  @Override
  public Target target(final String metric) {
    return Target.NONE;
  }

  @Override
  public double[] measure(final long forNs) {
    final long startNs = System.nanoTime();
    long nowNs = startNs;
    long segments = 0;
    while (nowNs - startNs < forNs) {
      for (int i = 0; i < SEGMENTS; i++) {
        sums += bytes.floor(StackLoop.PAYLOAD_BYTES);
      }
      segments += SEGMENTS;
      nowNs = System.nanoTime();
    }
    return new double[] {(double) (nowNs - startNs) / segments};
  }

  @Override
  public void close() {
    bytes.close();
    if (sums == 0) {
      throw new IllegalStateException(
          "the reference loop summed nothing"); // reads the sums, so that they are made
    }
  }
}
