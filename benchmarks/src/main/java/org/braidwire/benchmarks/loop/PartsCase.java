package org.braidwire.benchmarks.loop;

import java.util.List;
import java.util.Map;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.Target;

/**
 * The same way as {@link WholeCase}, each of its three parts by itself; on one subflow, for on several the odd segments
 * of a batch wait for their acknowledgements.
 */
final class PartsCase implements LoopCase {
  static final String SEND = "send";
  static final String RECEIVE = "receive";
  static final String ACK_IN = "ACK in";

  private static final int BATCH = 32;
  private static final double MIN_WHOLE_SHARE = 0.5;

  private static final Map<String, Target> TARGETS =
      Map.of(RECEIVE, Target.of(2.0), SEND, Target.of(1.9), ACK_IN, Target.of(1.2));

  private final LoopProtocol protocol;
  private final int footprintBytes;
  private final StackLoop loop;

  PartsCase(final LoopProtocol protocol, final int footprintBytes) {
    this.protocol = protocol;
    this.footprintBytes = footprintBytes;
    loop = new StackLoop(protocol, footprintBytes);
  }

  @Override
  public String name() {
    return protocol.title(footprintBytes) + ", in parts";
  }

  @Override
  public String peer() {
    return LoopComparison.PEER;
  }

  @Override
  public List<String> metrics() {
    return List.of(SEND, RECEIVE, ACK_IN);
  }

  @Override
  public Target target(final String metric) {
    return protocol == LoopProtocol.TCP ? TARGETS.get(metric) : Target.NONE;
  }

  @Override
  public double[] measure(final long forNs) {
    loop.openWindow();
    final LoopParts parts = new LoopParts();
    final long startNs = System.nanoTime();
    long segments = 0;
    while (System.nanoTime() - startNs < forNs) {
      if (!loop.transfer(BATCH, parts)) {
        loop.openWindow();
      }
      segments += BATCH;
    }
    if (parts.segments() < MIN_WHOLE_SHARE * segments) {
      throw new BenchException(
          name() + ": only " + parts.segments() + " of " + segments + " segments passed in whole batches");
    }
    loop.checkAcks(parts.segments(), parts.acks(), BATCH);
    return new double[] {parts.send(), parts.receive(), parts.ackIn()};
  }

  @Override
  public void close() {
    loop.close();
  }
}
