package org.braidwire.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.bulk.BulkCase;
import org.braidwire.benchmarks.bulk.BulkComparison;
import org.braidwire.benchmarks.bulk.BulkPlan;
import org.braidwire.benchmarks.ends.BenchHost;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.io.PortChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench bulk}: how much passes. */
@Command(
    name = "bulk",
    mixinStandardHelpOptions = true,
    description =
        "Bulk transfer over one and two veth links, beside the kernel's MPTCP and TCP, to and from a kernel, and raw"
            + " frames; each peer at the best setting that a sweep finds for it.")
final class BulkCommand extends Benchmark {
  /** As it is written. */
  enum Which {
    on,
    off,
    both
  }

  @Option(
      names = "--offloads",
      paramLabel = "on|off|both",
      defaultValue = "both",
      description = "Super-segments, MTU frames, or both (default: ${DEFAULT-VALUE}).")
  private Which offloads;

  @Option(
      names = "--links",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "Links, each of which carries a subflow (default: ${DEFAULT-VALUE}).")
  private List<Integer> links;

  @Option(
      names = "--io",
      paramLabel = "KIND",
      defaultValue = PortChoice.AUTO,
      description =
          "How Braidwire's frames reach the wire: auto, af_packet, af_xdp or tap (default: ${DEFAULT-VALUE}).")
  private String io;

  @Override
  BenchReport measure(final Consumer<String> progress) {
    final List<BulkCase> cases = new ArrayList<>();
    for (final boolean on : new boolean[] {false, true}) {
      for (final int count : links) {
        if (count < 1 || count > 2) {
          throw wrong("--links must be 1 or 2, not " + count);
        }
        if (offloads == Which.both || on == (offloads == Which.on)) {
          cases.add(new BulkCase(on, count));
        }
      }
    }
    final PortChoice ports = choice();
    BenchHost.requireLaboratory();
    BenchHost.requireOffloadSwitch();
    return new BulkComparison(BulkPlan.of(cases, ports, rounds())).run(progress);
  }

  private PortChoice choice() {
    try {
      return PortChoice.auto().withIo(io);
    } catch (final IllegalArgumentException wrong) {
      throw wrong(wrong.getMessage());
    }
  }
}
