package org.braidwire.tuning.doctor;

/**
 * What became of one setting. A value.
 *
 * @param path of the file
 * @param failed whether it was to be changed and was not
 * @param text what was done, or why not
 */
public record Outcome(String path, boolean failed, String text) {
  static Outcome done(final String path, final String text) {
    return new Outcome(path, false, text);
  }

  static Outcome failed(final String path, final String text) {
    return new Outcome(path, true, text);
  }
}
