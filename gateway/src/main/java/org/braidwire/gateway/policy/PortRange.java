package org.braidwire.gateway.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braidwire.gateway.base.Target;

/**
 * Ports from the first to the last, both included.
 *
 * @param first 1 to 65535
 * @param last no less than the first
 */
public record PortRange(int first, int last) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  /** Checks the order. */
  public PortRange {
    if (first < 1 || first > last || last > Target.MAX_PORT) {
      throw new IllegalArgumentException("'" + text(first, last) + "' is no range of ports from 1 to "
          + Target.MAX_PORT + ", such as 5000-5999");
    }
  }

  /**
   * Reads {@code 443} or {@code 5000-5999}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static PortRange parse(final String text) {
    final Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no port or range of ports, such as 443 or 5000-5999");
    }
    final int first = Integer.parseInt(matcher.group(1));
    return new PortRange(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
  }

  public boolean contains(final int port) {
    return port >= first && port <= last;
  }

  @Override
  public String toString() {
    return text(first, last);
  }

  private static String text(final int first, final int last) {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
