package org.braidwire.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.BenchHost;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.rtt.RttComparison;
import org.braidwire.benchmarks.rtt.RttPeers;
import org.braidwire.benchmarks.rtt.RttPlan;
import org.braidwire.cli.options.PortOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench rtt}: the round trip of a small message. */
@Command(
    name = "rtt",
    mixinStandardHelpOptions = true,
    description =
        "The round trip of 64 B over a veth link, beside the kernel's MPTCP and TCP, Java NIO, Netty, Aeron and raw"
            + " frames; then at 20,000 a second.")
final class RttCommand extends Benchmark {
  private static final int MIN_SLICES = 2;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "30",
      description = {
        "Slices of one second a peer at the fixed rate (default: ${DEFAULT-VALUE}).",
        "Disturbed ones are repeated, up to three times as many in all;",
        "with fewer than 30 undisturbed ones nothing is claimed."
      })
  private int slices;

  @Option(
      names = "--peers",
      paramLabel = "NAME[,NAME...]",
      description = "Only these peers, by the names of the table; all of them by default.")
  private List<String> peers = new ArrayList<>(); // not split: there are names with a comma

  @Mixin
  private PortOptions ports = new PortOptions();

  @Mixin
  private LogOption logs = new LogOption();

  @Override
  List<String> shortfalls() {
    return slices < RttPlan.RULED_SLICES
        ? List.of(slices + " slices a peer at the fixed rate, not " + RttPlan.RULED_SLICES)
        : List.of();
  }

  @Override
  BenchReport measure(final Consumer<String> progress) {
    if (slices < MIN_SLICES) {
      throw wrong("--slices must be at least " + MIN_SLICES + ", not " + slices);
    }
    final Set<String> known = RttPeers.all(ports.choice()).keySet();
    final List<String> wanted = new ArrayList<>();
    for (final String names : peers) {
      try {
        wanted.addAll(NameList.parse(names, known));
      } catch (final IllegalArgumentException unknown) {
        throw wrong("no peer is called '" + unknown.getMessage() + "'; there are: " + String.join("; ", known));
      }
    }
    BenchHost.requireLaboratory();
    return new RttComparison(RttPlan.of(wanted, ports.choice(), rounds(), slices, logs.folder(json())))
        .run(progress);
  }
}
