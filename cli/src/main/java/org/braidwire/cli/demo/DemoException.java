package org.braidwire.cli.demo;

/** The demo cannot go on; the message is for the person who started it. */
final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(final String message) {
    super(message);
  }

  DemoException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
