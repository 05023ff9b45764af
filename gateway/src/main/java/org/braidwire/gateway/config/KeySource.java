package org.braidwire.gateway.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braidwire.gateway.tunnel.TunnelKey;
import org.braidwire.gateway.tunnel.TunnelKeys;

/**
 * Where the tunnel's keys are: a file, or a variable of the environment. Either holds a line {@code ID BASE64} for each
 * key, of 32 to 64 random octets; the entry uses the first, the exit takes all. Lines that begin with # are notes.
 *
 * @param file null where it is a variable
 * @param variable null where it is a file
 */
public record KeySource(Path file, String variable) {
  private static final Pattern LINE = Pattern.compile("\\s*([0-9]{1,10})\\s+(\\S+)\\s*");
  private static final long MAX_ID = 0xffff_ffffL;

  /** One of both. */
  public KeySource {
    if ((file == null) == (variable == null)) {
      throw new IllegalArgumentException("keys are in a file or in a variable");
    }
  }

  /**
   * Reads the keys; at least one.
   *
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if they are none; the message tells nothing of them
   */
  public List<TunnelKey> load() throws IOException {
    return load(Surroundings.ofThisProcess());
  }

  List<TunnelKey> load(final Surroundings surroundings) throws IOException {
    if (file != null) {
      return parse(surroundings.read(file));
    }
    final String text = surroundings.variable(variable);
    if (text == null) {
      throw new IllegalArgumentException("the environment has no such variable");
    }
    return parse(text);
  }

  private static List<TunnelKey> parse(final String text) {
    final List<TunnelKey> keys = new ArrayList<>();
    int number = 0;
    for (final String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      final TunnelKey key = key(line, number);
      if (keys.stream().anyMatch(other -> other.id() == key.id())) {
        throw bad(number, "two keys have the ID of this one");
      }
      keys.add(key);
    }
    if (keys.isEmpty() || keys.size() > TunnelKeys.MAX_KEYS) {
      throw new IllegalArgumentException("there are 1 to " + TunnelKeys.MAX_KEYS + " keys, not " + keys.size());
    }
    return List.copyOf(keys);
  }

  private static TunnelKey key(final String line, final int number) {
    final Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw bad(number, "'ID BASE64' was meant");
    }
    final long id = Long.parseLong(matcher.group(1));
    if (id < 1 || id > MAX_ID) {
      throw bad(number, "an ID is from 1 to " + MAX_ID);
    }
    final byte[] secret;
    try {
      secret = Base64.getDecoder().decode(matcher.group(2));
    } catch (final IllegalArgumentException quotesTheKey) {
      throw bad(number, "the key is not Base64");
    }
    if (secret.length < TunnelKey.MIN_BYTES || secret.length > TunnelKey.MAX_BYTES) {
      throw bad(number, "a key has " + TunnelKey.MIN_BYTES + " to " + TunnelKey.MAX_BYTES + " octets");
    }
    return new TunnelKey((int) id, secret);
  }

  private static IllegalArgumentException bad(final int line, final String why) {
    return new IllegalArgumentException("in line " + line + " of the keys: " + why);
  }
}
