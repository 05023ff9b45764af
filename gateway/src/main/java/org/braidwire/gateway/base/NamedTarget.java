package org.braidwire.gateway.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A name with a port, as the client gave it. Only letters, digits, hyphen, dot and underscore of ASCII: what a journal
 * may print and a resolver may be given. Whether it is a name of DNS and not a number in disguise is not judged here.
 *
 * @param name 1 to 255 characters
 * @param port from 1 to 65535
 */
public record NamedTarget(String name, int port) implements Target {
  static final int MAX_NAME_BYTES = 255;

  public NamedTarget {
    if (name.isEmpty() || name.length() > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("a name of " + name.length() + " characters");
    }
    if (!name.chars().allMatch(NamedTarget::mayStandInName)) {
      throw new IllegalArgumentException("the name has characters that no host's name has");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to " + MAX_PORT);
    }
  }

  static boolean mayStandInName(final int character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9'
        || character == '-'
        || character == '.'
        || character == '_';
  }

  @Override
  public void writeTo(final ByteBuffer out) {
    out.put((byte) AddressReader.NAME).put((byte) name.length());
    out.put(name.getBytes(StandardCharsets.US_ASCII)).putShort((short) port);
  }

  @Override
  public String toString() {
    return name + ":" + port;
  }
}
