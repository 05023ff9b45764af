package org.braidwire.benchmarks.loop;

import java.util.List;
import org.braidwire.benchmarks.report.Target;

/** A segment's whole way through both stacks and back, in batches. */
final class WholeCase implements LoopCase {
  private final LoopProtocol protocol;
  private final int footprintBytes;
  private final int batch;
  private final StackLoop loop;

  WholeCase(final LoopProtocol protocol, final int footprintBytes, final int batch) {
    this.protocol = protocol;
    this.footprintBytes = footprintBytes;
    this.batch = batch;
    loop = new StackLoop(protocol, footprintBytes);
  }

  @Override
  public String name() {
    return protocol.title(footprintBytes) + ", batch " + batch;
  }

  @Override
  public String peer() {
    return LoopComparison.PEER;
  }

  @Override
  public List<String> metrics() {
    return List.of(LoopComparison.TIME);
  }

  @Override
  public Target target(final String metric) {
    return batch == 1 ? Target.NONE : protocol.target();
  }

  @Override
  public double[] measure(final long forNs) {
    loop.openWindow();
    final long acksBefore = loop.acks();
    final long startNs = System.nanoTime();
    long nowNs = startNs;
    long segments = 0;
    while (nowNs - startNs < forNs) {
      loop.transfer(batch);
      segments += batch;
      nowNs = System.nanoTime();
    }
    loop.checkAcks(segments, loop.acks() - acksBefore, batch);
    return new double[] {(double) (nowNs - startNs) / segments};
  }

  @Override
  public void close() {
    loop.close();
  }
}
