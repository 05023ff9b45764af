package org.braidwire.cli.demo;

/** The demo cannot go on; the message is for the person who started it. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a failure says of itself, in any case something. */
  static String textOf(final Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  DemoException(final String message) {
    super(message);
  }

  DemoException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
