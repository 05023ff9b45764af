package org.braidwire.cli.bench;

import org.braidwire.benchmarks.report.BenchReport;

/** A benchmark that passes sentence: it fails where a target is missed, so that a build may be refused for it. */
abstract class JudgingBenchmark extends Benchmark {
  @Override
  final int status(final BenchReport report) {
    return report.hasMissed() ? BenchStatus.FAILED : BenchStatus.CLEAN;
  }
}
