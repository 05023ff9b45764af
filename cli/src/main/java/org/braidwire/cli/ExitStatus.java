package org.braidwire.cli;

/** What the exit status of every sub-command means. */
final class ExitStatus {
  static final int CLEAN = 0;

  /** Bytes lost, connection reset, or what was asked for did not pass. */
  static final int FAILED = 1;

  /** Usage, configuration or a capability that this host or process lacks. */
  static final int USAGE = 2;

  static final int NO_CONNECTION = 3;

  private ExitStatus() {}
}
