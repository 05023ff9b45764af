package org.braidwire.benchmarks.ends;

import java.util.BitSet;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/** What a head-to-head benchmark needs of this machine; each lack is one line that says what helps. Stateless. */
public final class BenchHost {
  private BenchHost() {}

  /** Network namespaces, thus root. */
  public static void requireLaboratory() {
    Laboratory.unavailableReason().ifPresent(reason -> {
      throw new BenchException(reason);
    });
  }

  /** A way to switch the devices' offloads. */
  public static void requireOffloadSwitch() {
    LabTuning.unavailableReason().ifPresent(reason -> {
      throw new BenchException(reason);
    });
  }

  /** Two cores that the calling thread may run on, for one spinning thread each. */
  static int[] twoCores() {
    final BitSet allowed = CpuAffinity.get();
    if (allowed.cardinality() < 2) {
      throw new BenchException("two ends spin on a core each, and this process may use only cores " + allowed);
    }
    final int first = allowed.nextSetBit(0);
    return new int[] {first, allowed.nextSetBit(first + 1)};
  }
}
