package org.braidwire.cli.options;

/** What a failure says of itself to the person who started the program, in any case something. Stateless. */
public final class FailureText {
  private FailureText() {}

  /** Its message or, where it has none, its kind. */
  public static String of(final Throwable failure) {
    final String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
