package org.braidwire.cli.bench;

/** What the exit status of a benchmark means. */
final class BenchStatus {
  static final int CLEAN = 0;

  /** What was asked for did not hold. */
  static final int FAILED = 1;

  /** Usage, or a capability that this host lacks. */
  static final int UNABLE = 2;

  private BenchStatus() {}
}
