package org.braidwire.gateway.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.NamePattern;
import org.braidwire.gateway.policy.PortRange;
import org.braidwire.gateway.policy.Prefix;

/**
 * What a text of the file is to be.
 *
 * @param meant an example, or what it is, for messages
 * @param parse throws an {@link IllegalArgumentException} that says what is wrong
 */
record Kind<T>(String meant, Function<String, T> parse) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._:@-]{1,15}");
  private static final Pattern SUBNET_ADDRESS = Pattern.compile("[0-9.]+/[0-9]{1,2}");
  private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final int MAX_USER_OCTETS = 255; // RFC 1929 2

  static final Kind<String> LABEL = matching(NAME, "name", "1 to 64 of a-z, 0-9, '.', '_' and '-'");
  static final Kind<String> DEVICE = matching(INTERFACE, "interface", "a link's name such as \"eth1\"");
  static final Kind<String> PATH_ADDRESS = matching(
      SUBNET_ADDRESS, "address with the length of its subnet", "an IPv4 address such as \"192.0.2.2/28\"");
  static final Kind<String> GATEWAY = matching(DOTTED, "address", "an IPv4 address such as \"192.0.2.1\"");
  static final Kind<Endpoint> ENDPOINT =
      new Kind<>("an address and a port such as \"192.0.2.1:1080\"", Endpoint::parse);
  static final Kind<Target> TARGET =
      new Kind<>("a name or an address, and a port, such as \"db.example.net:5432\"", Target::parse);
  static final Kind<Prefix> PREFIX = new Kind<>("a prefix such as \"192.168.0.0/16\"", Prefix::parse);
  static final Kind<NamePattern> NAMES = new Kind<>("\"www.example.net\" or \"*.example.net\"", NamePattern::parse);
  static final Kind<PortRange> PORTS = new Kind<>("\"443\" or \"5000-5999\"", PortRange::parse);
  static final Kind<Duration> TIME =
      new Kind<>("a whole number and ms, s, min, h or d, such as \"5s\",", Units::time);
  static final Kind<Long> SIZE =
      new Kind<>("a whole number and B, KiB, MiB, GiB or TiB, such as \"64MiB\",", Units::size);
  static final Kind<String> USER = new Kind<>("a user's name of 1 to 255 octets", Kind::user);

  /** Not told: where a file's name is wrong, it may be what the file should hold. */
  static final Kind<Path> FILE = new Kind<>("the name of a file", Kind::file);

  /** Not told either. */
  static final Kind<String> ENVIRONMENT = new Kind<>("a variable's name such as \"BRAIDWIRE_KEY\"", Kind::variable);

  static final Kind<Role> ROLE =
      choice("role", Role.labels()).map(text -> Role.valueOf(text.toUpperCase(Locale.ROOT)));
  static final Kind<Boolean> ACTION =
      choice("action", List.of("allow", "deny")).map(text -> text.equals("allow"));
  static final Kind<AddressClass> SPECIAL = choice(
          "class of addresses",
          Stream.of(AddressClass.values()).map(AddressClass::label).toList())
      .map(text -> AddressClass.valueOf(text.toUpperCase(Locale.ROOT)));

  /** One of some words. */
  static Kind<String> choice(final String what, final Collection<String> words) {
    return new Kind<>("one of " + String.join(", ", words), text -> {
      if (!words.contains(text)) {
        throw new IllegalArgumentException("'" + text + "' is no " + what + Similar.hint(text, words));
      }
      return text;
    });
  }

  private static Kind<String> matching(final Pattern pattern, final String what, final String meant) {
    return new Kind<>(meant, text -> {
      if (!pattern.matcher(text).matches()) {
        throw new IllegalArgumentException("'" + text + "' is no " + what);
      }
      return text;
    });
  }

  private static String user(final String text) {
    final int octets = text.getBytes(StandardCharsets.UTF_8).length;
    if (octets < 1 || octets > MAX_USER_OCTETS) {
      throw new IllegalArgumentException("the user has " + octets + " octets");
    }
    return text;
  }

  private static Path file(final String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (final InvalidPathException quotesTheName) {
      // said below, without the name
    }
    throw new IllegalArgumentException("this names no file");
  }

  private static String variable(final String text) {
    if (!VARIABLE.matcher(text).matches()) {
      throw new IllegalArgumentException("this is no variable's name");
    }
    return text;
  }

  private <U> Kind<U> map(final Function<T, U> further) {
    return new Kind<>(meant, parse.andThen(further));
  }
}
