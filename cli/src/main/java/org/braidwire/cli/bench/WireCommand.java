package org.braidwire.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.BenchHost;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.wire.WireComparison;
import org.braidwire.benchmarks.wire.WireKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench wire}: the floor that a port sets. */
@Command(
    name = "wire",
    mixinStandardHelpOptions = true,
    description = "Raw frames through each kind of port: their echo, and how many pass one way. The floor.")
final class WireCommand extends Benchmark {
  private static final long SLICE_NS = 300_000_000L;

  @Option(
      names = "--io",
      paramLabel = "KIND",
      split = ",",
      description = "Only these kinds of port; all of them by default. 'memory' needs no root.")
  private List<String> wanted = new ArrayList<>();

  @Mixin
  private LogOption logs = new LogOption();

  @Override
  BenchReport measure(final Consumer<String> progress) {
    final List<WireKind> kinds = WireKind.all().stream()
        .filter(kind -> wanted.isEmpty() || wanted.contains(kind.name()))
        .toList();
    final List<String> known =
        WireKind.all().stream().map(WireKind::name).distinct().toList();
    for (final String name : wanted) {
      if (!known.contains(name)) {
        throw wrong("no port is called '" + name + "'; there are: " + String.join(", ", known));
      }
    }
    if (kinds.stream().anyMatch(WireKind::needsRoot)) {
      BenchHost.requireLaboratory();
    }
    return new WireComparison(kinds, rounds(), SLICE_NS, logs.folder(json())).run(progress);
  }
}
