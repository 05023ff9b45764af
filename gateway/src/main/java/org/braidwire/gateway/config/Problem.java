package org.braidwire.gateway.config;

/**
 * One thing that is wrong with a configuration, or only odd.
 *
 * @param file as it was named
 * @param line counted from 1
 * @param column counted from 1
 * @param warning whether the configuration holds nevertheless
 * @param text what is wrong; what was meant
 */
public record Problem(String file, int line, int column, boolean warning, String text) {
  /** {@code FILE:LINE:COLUMN: text}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + (warning ? "warning: " : "") + text;
  }
}
