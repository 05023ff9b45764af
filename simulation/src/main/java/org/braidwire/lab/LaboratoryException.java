package org.braidwire.lab;

/** The laboratory could not be made or changed: the command and its complaint, or the file and the reason. */
public final class LaboratoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LaboratoryException(final String message) {
    super(message);
  }

  public LaboratoryException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
