package org.braidwire.benchmarks.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * How soon a process moves its first byte, and how soon it is as fast as it will be, for each profile of the launcher
 * and with and without an AOT cache. Each round starts each once, in turn, on an in-memory wire. One thread; used once.
 */
public final class StartComparison {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_US = 1e3;

  private final List<StartCase> cases;
  private final List<String> withoutCache;
  private final int rounds;
  private final long durationNs;

  /**
   * @param home the folder of the repository
   * @param rounds how often each case is started
   * @param durationNs how long each process runs, counted from when it was asked for
   */
  public StartComparison(final Path home, final int rounds, final long durationNs) {
    cases = StartCase.all(home);
    withoutCache = StartCase.withoutCache(home);
    this.rounds = rounds;
    this.durationNs = durationNs;
  }

  /** Runs everything; tells {@code progress} a line a process. */
  public BenchReport run(final Consumer<String> progress) throws IOException, InterruptedException {
    withoutCache.forEach(profile -> progress.accept("AOT cache of " + profile + ": " + noCache(profile)));
    final StartProbe.Run[][] runs = new StartProbe.Run[cases.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < cases.size(); i++) {
        runs[i][round] = start(cases.get(i));
        progress.accept(String.format(
            Locale.ROOT,
            "round %d, %s: first byte %.0f ms, steady at %.0f ms with p99 %.1f us",
            round + 1,
            cases.get(i).title(),
            runs[i][round].firstByteNs() / NS_PER_MS,
            runs[i][round].steadyNs() / NS_PER_MS,
            runs[i][round].steadyP99Ns() / NS_PER_US));
      }
    }
    return report(runs);
  }

  private static String noCache(final String profile) {
    return "not measured, there is none; './braidwire dev aot " + profile + "' makes it";
  }

  private StartProbe.Run start(final StartCase starting) throws IOException, InterruptedException {
    final long startedNs = System.nanoTime();
    final Process process = new ProcessBuilder(starting.command(
            StartProbe.class.getName(), List.of(Long.toString(startedNs), Long.toString(durationNs))))
        .redirectErrorStream(true)
        .start();
    final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    final int status = process.waitFor();
    try {
      if (status == 0) {
        // The last line: the JVM may have warned before, as of huge pages that this host has not.
        return StartProbe.Run.parse(said.strip().lines().reduce("", (earlier, line) -> line));
      }
    } catch (final IllegalArgumentException nothing) {
      // It is told with all that was said.
    }
    final String hint = starting.cached() ? "; './braidwire dev aot' makes the cache anew" : "";
    throw new IOException("profile " + starting.title() + " ended with status " + status + ": "
        + said.strip().replace('\n', ' ') + hint);
  }

  private BenchReport report(final StartProbe.Run[][] runs) throws IOException {
    final BenchReport report = BenchReport.begin("bench start");
    withoutCache.forEach(profile -> report.environment().put("AOT cache of " + profile, noCache(profile)));
    Measurement firstBefore = null;
    Measurement steadyBefore = null;
    for (int i = 0; i < runs.length; i++) {
      final StartCase starting = cases.get(i);
      report.environment().put("profile " + starting.profile(), starting.flags());
      final Measurement first =
          add(report, starting, "time to first byte", "ms", runs[i], run -> run.firstByteNs() / NS_PER_MS);
      final Measurement steady =
          add(report, starting, "time to steady p99", "ms", runs[i], run -> run.steadyNs() / NS_PER_MS);
      add(report, starting, "steady p99", "us", runs[i], run -> run.steadyP99Ns() / NS_PER_US);
      if (starting.cached()) { // the case before is the same without
        report.add(Comparison.ratio(first, firstBefore, Target.NONE));
        report.add(Comparison.ratio(steady, steadyBefore, Target.NONE));
      }
      firstBefore = first;
      steadyBefore = steady;
    }
    return report;
  }

  private static Measurement add(
      final BenchReport report,
      final StartCase starting,
      final String metric,
      final String unit,
      final StartProbe.Run[] runs,
      final ToDoubleFunction<StartProbe.Run> figure) {
    final double[] values = Arrays.stream(runs).mapToDouble(figure).toArray();
    return report.add(
        new Measurement("start, profile " + starting.title(), "Braidwire", metric, unit, Better.LOWER, values));
  }
}
