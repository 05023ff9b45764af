package org.braidwire.gateway.base;

import java.util.Locale;

/**
 * A name as a resolver may get it: lower case, without the root's dot. What some resolver reads as an address is no name.
 *
 * @param text 1 to 253 characters
 */
public record HostName(String text) {
  private static final int MAX_NAME =
      253; // RFC 1035 2.3.4: 255 octets with the lengths of the first label and the root
  private static final int MAX_LABEL = 63;
  private static final String LABEL = "[a-z0-9_-]{1," + MAX_LABEL + "}";
  private static final String NUMBER = "[0-9]+|0x[0-9a-f]*";
  private static final String LOCALHOST = "localhost";

  /**
   * Reads a name as a client sent it.
   *
   * @throws IllegalArgumentException if it is none; the message says why, without words of the client's that could break
   *     a line of a journal
   */
  public static HostName parse(final String given) {
    for (int i = 0; i < given.length(); i++) {
      if (given.charAt(i) <= ' ' || given.charAt(i) > '~') {
        throw new IllegalArgumentException(
            "the name has a character that is none of a host's; names beyond ASCII are written xn--");
      }
    }
    final String lower = given.toLowerCase(Locale.ROOT);
    final String text = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (text.isEmpty() || text.length() > MAX_NAME) {
      throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters");
    }
    final String[] labels = text.split("\\.", -1);
    for (final String label : labels) {
      if (!label.matches(LABEL)) {
        throw new IllegalArgumentException("'" + shown(text) + "' is no host's name");
      }
    }
    if (labels[labels.length - 1].matches(NUMBER)) {
      throw new IllegalArgumentException("'" + shown(text) + "' is an address in disguise");
    }
    return new HostName(text);
  }

  private static String shown(final String text) {
    return text.length() > MAX_LABEL ? text.substring(0, MAX_LABEL) + "..." : text;
  }

  /** Whether it names this host before anybody resolves it: RFC 6761 6.3. */
  public boolean isLocalhost() {
    return text.equals(LOCALHOST) || text.endsWith("." + LOCALHOST);
  }

  @Override
  public String toString() {
    return text;
  }
}
