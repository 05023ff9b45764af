package org.braidwire.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every micro-benchmark runs, with assertions on; the figures of so short a time mean nothing. */
@Timeout(240)
class MicroBenchmarksTest {
  private static final TimeValue SHORT = TimeValue.milliseconds(5);

  @Test
  void eachOneRuns() throws RunnerException {
    final var results = new Runner(new OptionsBuilder()
            .include("org\\.braidwire\\.benchmarks\\.micro\\..*")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(SHORT)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build())
        .run();

    assertThat(results)
        .hasSizeGreaterThan(30)
        .allSatisfy(result ->
            assertThat(result.getPrimaryResult().getScore()).isPositive());
  }
}
