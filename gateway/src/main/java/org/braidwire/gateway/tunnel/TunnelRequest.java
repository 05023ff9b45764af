package org.braidwire.gateway.tunnel;

import java.nio.charset.StandardCharsets;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.base.Utf8;

/**
 * What an entry asks of an exit.
 *
 * @param target where to connect to; its port is not 0
 * @param label of the rule that allowed it at the entry: at most 64 of a-z, 0-9, dot, hyphen, underscore
 * @param user who asked, or an empty string: at most 255 octets of UTF-8 without control characters
 * @param source where the application's connection came from
 */
public record TunnelRequest(Target target, String label, String user, Endpoint source) {
  public static final int MAX_LABEL_BYTES = 64;
  public static final int MAX_USER_BYTES = 255;

  public TunnelRequest {
    if (target.port() == 0) {
      throw new IllegalArgumentException("the target's port is 0");
    }
    if (!isLabel(label)) {
      throw new IllegalArgumentException("not a label: '" + label + "'");
    }
    if (!Utf8.isClean(user) || user.getBytes(StandardCharsets.UTF_8).length > MAX_USER_BYTES) {
      throw new IllegalArgumentException("not a user's name, or one of more than " + MAX_USER_BYTES + " octets");
    }
  }

  /** Whether {@code text} may be a label; an empty one may. */
  public static boolean isLabel(final String text) {
    return text.length() <= MAX_LABEL_BYTES && text.chars().allMatch(TunnelRequest::mayStandInLabel);
  }

  private static boolean mayStandInLabel(final int character) {
    return character >= 'a' && character <= 'z'
        || character >= '0' && character <= '9'
        || character == '.'
        || character == '-'
        || character == '_';
  }
}
