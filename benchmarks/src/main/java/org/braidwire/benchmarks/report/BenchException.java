package org.braidwire.benchmarks.report;

/**
 * A benchmark cannot be made here, or what it did was not what it says: the message is one line for the person who
 * started it. Nothing is published of such a run.
 */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(final String message) {
    super(message);
  }

  public BenchException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
