package org.braidwire.tuning.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that a file of {@code /proc} or {@code /sys} should have, and that can be put back. A value.
 *
 * @param path of the file
 * @param value what is written to it
 */
public record Setting(String path, String value) {
  /** Of several words, the one in force stands in brackets. */
  private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)\\]");

  /** Whether the file belongs to the network namespace it is seen from, and to no other. */
  boolean isOfNamespace() {
    return path.startsWith("/proc/sys/net/") || path.startsWith("/sys/class/net/");
  }

  /** What is in force where the file reads {@code text}, in the form in which it can be written back. */
  static String inForce(final String path, final String text) {
    final Matcher chosen = CHOSEN.matcher(text);
    if (chosen.find()) {
      return chosen.group(1);
    }
    // A mask of processors has as many digits as the kernel likes.
    return path.endsWith("_cpus") ? text.replace(",", "").replaceFirst("^0+(?=.)", "") : text;
  }

  /** Whether the file that reads {@code text} has this value. */
  boolean isInForce(final String text) {
    return inForce(path, text).equals(inForce(path, value));
  }
}
