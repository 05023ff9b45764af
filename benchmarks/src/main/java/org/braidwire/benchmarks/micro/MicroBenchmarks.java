package org.braidwire.benchmarks.micro;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Measurement;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks, each in a JVM of its own, and reports them as the others are reported. Stateless. */
public final class MicroBenchmarks {
  private static final String PEER = "Braidwire";
  private static final String TIME = "time an operation";

  private MicroBenchmarks() {}

  /**
   * JMH tells its progress on standard output.
   *
   * @param iterations measured, a second each, where {@code arguments} do not say
   * @param arguments of JMH's command line: patterns of names, and options
   * @throws IllegalArgumentException for arguments that JMH does not know, or names that match nothing
   */
  public static BenchReport run(final int iterations, final List<String> arguments) {
    final BenchReport report = BenchReport.begin("bench micro");
    try {
      final CommandLineOptions given = new CommandLineOptions(arguments.toArray(String[]::new));
      final OptionsBuilder options = new OptionsBuilder();
      options.parent(given).shouldFailOnError(true);
      if (!given.getMeasurementIterations().hasValue()) {
        options.measurementIterations(iterations);
      }
      add(new Runner(options.build()).run(), report);
    } catch (final CommandLineOptionException unknown) {
      throw new IllegalArgumentException(unknown.getMessage(), unknown);
    } catch (final NoBenchmarksException none) {
      throw new IllegalArgumentException("no micro-benchmark is called so: " + String.join(" ", arguments), none);
    } catch (final RunnerException failure) {
      throw new BenchException("a micro-benchmark failed: " + failure.getMessage());
    }
    return report;
  }

  private static void add(final Collection<RunResult> results, final BenchReport report) {
    for (final RunResult result : results) {
      final double[] scores = result.getBenchmarkResults().stream()
          .flatMap(fork -> fork.getIterationResults().stream())
          .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
          .toArray();
      final String unit = result.getPrimaryResult().getScoreUnit().replace("/op", "");
      report.add(new Measurement(title(result.getParams()), PEER, TIME, unit, Better.LOWER, scores));
    }
  }

  /** Class and method, and of what size. */
  private static String title(final BenchmarkParams params) {
    final String[] words = params.getBenchmark().split("\\.");
    final String name = words[words.length - 2].replaceAll("Benchmark$", "") + "." + words[words.length - 1];
    return params.getParamsKeys().stream()
        .map(key -> ", " + key + " " + params.getParam(key))
        .collect(Collectors.joining("", name, ""));
  }
}
