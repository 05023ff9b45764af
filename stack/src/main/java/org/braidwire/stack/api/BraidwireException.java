package org.braidwire.stack.api;

/**
 * A stack could not be started, or has stopped: wrong configuration, a missing capability, or a failed engine.
 * The message is one line for the person who started the program and says what to do where that is known.
 */
public final class BraidwireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BraidwireException(final String message) {
    super(message);
  }

  public BraidwireException(final String message, final Throwable cause) {
    super(message, cause);
  }

  private BraidwireException(final String message, final boolean writableStackTrace) {
    super(message, null, true, writableStackTrace);
  }

  /**
   * For what only the person who starts the program can mend: without a stack trace, so that it is one line also where
   * nobody catches it.
   */
  static BraidwireException inOneLine(final String message) {
    return new BraidwireException(message, false);
  }
}
