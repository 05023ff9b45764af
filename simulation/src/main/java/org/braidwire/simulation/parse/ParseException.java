package org.braidwire.simulation.parse;

/** The packet breaks a rule of its format; the message says which. */
public final class ParseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ParseException(final String what) {
    super(what);
  }
}
