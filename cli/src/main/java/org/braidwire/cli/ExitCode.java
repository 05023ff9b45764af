package org.braidwire.cli;

/** What the commands answer the shell with. A signal's 130 and 143 come from the JVM itself. */
final class ExitCode {
  /** Everything asked for was done. */
  static final int OK = 0;

  /** Bytes were lost, or the connection was reset. */
  static final int LOST = 1;

  /** Wrong usage or configuration, or a capability is missing. */
  static final int USAGE = 2;

  /** No connection came about. */
  static final int NO_CONNECTION = 3;

  private ExitCode() {}
}
