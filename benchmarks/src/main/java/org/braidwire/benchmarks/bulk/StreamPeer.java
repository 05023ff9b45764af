package org.braidwire.benchmarks.bulk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.ends.KernelWatch;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/** A transport with connections, between two hosts of its own. The thread that runs the benchmark. */
final class StreamPeer implements BulkPeer {
  private final String name;
  private final Laboratory laboratory;
  private final EndPair pair;
  private final BulkSetting first;
  private final List<List<UnaryOperator<BulkSetting>>> choices;
  private final Function<BulkSetting, BulkNear> nearMaker;
  private final Function<BulkSetting, BulkFar> farMaker;

  StreamPeer(
      final String name,
      final Laboratory laboratory,
      final EndPair pair,
      final BulkSetting first,
      final List<List<UnaryOperator<BulkSetting>>> choices,
      final Function<BulkSetting, BulkNear> nearMaker,
      final Function<BulkSetting, BulkFar> farMaker) {
    this.name = name;
    this.laboratory = laboratory;
    this.pair = pair;
    this.first = first;
    this.choices = choices;
    this.nearMaker = nearMaker;
    this.farMaker = farMaker;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BulkSetting firstSetting() {
    return first;
  }

  @Override
  public List<List<UnaryOperator<BulkSetting>>> choices() {
    return choices;
  }

  @Override
  public BulkRun run(final BulkSetting setting, final long warmUpNs, final long forNs) {
    try {
      return runToItsEnd(setting, warmUpNs, forNs);
    } catch (final BenchException | LinuxException failure) {
      if (laboratory.plan().wireIsKernel()) {
        return BulkRun.stalled(String.valueOf(failure.getMessage()));
      }
      throw failure;
    }
  }

  private BulkRun runToItsEnd(final BulkSetting setting, final long warmUpNs, final long forNs) {
    new LabTuning(laboratory).steerReceive(setting.steering());
    final KernelWatch kernels = new KernelWatch(laboratory);
    final BulkNear near = nearMaker.apply(setting);
    final BulkFar far = farMaker.apply(setting);
    try {
      pair.far().call(() -> {
        far.open();
        return null;
      });
      final BulkRun run = pair.whileFarTurns(far, () -> transfer(near, far, warmUpNs, forNs));
      pair.far().call(far::used).forEach((fact, value) -> run.used().put("receiver's " + fact, value));
      kernels.fallback().ifPresent(counted -> {
        throw new BenchException(name + ": a kernel counted " + counted);
      });
      return run;
    } finally {
      close(near, far);
    }
  }

  private static BulkRun transfer(final BulkNear near, final BulkFar far, final long warmUpNs, final long forNs) {
    near.open();
    push(near, warmUpNs);
    final long bytesBefore = far.receivedBytes();
    final long startNs = System.nanoTime();
    push(near, forNs);
    final long bytes = far.receivedBytes() - bytesBefore;
    final long takenNs = System.nanoTime() - startNs;
    near.finish();
    Deadline.await("the end of the transfer", () -> {
      near.turn();
      return near.isDone();
    });
    if (far.receivedBytes() != near.sentBytes()) {
      throw new BenchException(near.sentBytes() + " octets were sent and " + far.receivedBytes() + " arrived");
    }
    final Map<String, String> used = new LinkedHashMap<>();
    near.used().forEach((fact, value) -> used.put("sender's " + fact, value));
    return BulkRun.of(bytes, takenNs, used);
  }

  private static void push(final BulkNear near, final long forNs) {
    final long endNs = System.nanoTime() + forNs;
    while (System.nanoTime() < endNs) {
      near.turn();
    }
  }

  private void close(final BulkNear near, final BulkFar far) {
    try {
      pair.near().call(() -> {
        near.close();
        return null;
      });
    } finally {
      pair.far().call(() -> {
        far.close();
        return null;
      });
    }
  }

  @Override
  public void close() {
    laboratory.close();
  }
}
