package org.braidwire.gateway.policy;

import org.braidwire.gateway.base.HostName;

/**
 * Names of a rule: one name, or all below one. {@code *.example.net} is neither {@code example.net} nor
 * {@code evil-example.net}.
 *
 * @param name the name, or what the names end with
 * @param below whether the names below are meant, and not the name itself
 */
public record NamePattern(HostName name, boolean below) {
  private static final String BELOW = "*.";

  /**
   * Reads {@code name} or {@code *.suffix}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static NamePattern parse(final String text) {
    final boolean below = text.startsWith(BELOW);
    final String name = below ? text.substring(BELOW.length()) : text;
    if (name.indexOf('*') >= 0) {
      throw new IllegalArgumentException("'" + text + "' has a '*' within; '*.suffix' or a whole name was meant");
    }
    return new NamePattern(HostName.parse(name), below);
  }

  public boolean matches(final HostName candidate) {
    return below ? candidate.text().endsWith("." + name.text()) : candidate.equals(name);
  }

  @Override
  public String toString() {
    return below ? BELOW + name : name.text();
  }
}
