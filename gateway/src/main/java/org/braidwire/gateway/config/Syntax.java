package org.braidwire.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The file as TOML, as far as it is TOML. Immutable. */
final class Syntax {
  /** A message quotes what it stumbled over; not where that may be a secret. */
  private static final Pattern SECRET = Pattern.compile("^[^#=]*(key|secret|pass)", Pattern.CASE_INSENSITIVE);

  private static final Pattern BARE_UNIT = Pattern.compile("=\\s*[0-9]+\\s*[A-Za-z]+\\s*(#.*)?$");
  private static final Pattern HEADER = Pattern.compile("^\\s*\\[");

  private final List<String> lines;
  private final TomlParseResult result;

  private Syntax(final List<String> lines, final TomlParseResult result) {
    this.lines = lines;
    this.result = result;
  }

  static Syntax parse(final String text) {
    return new Syntax(List.of(text.split("\n", -1)), Toml.parse(text));
  }

  boolean isSound() {
    return !result.hasErrors();
  }

  TomlTable table() {
    return result;
  }

  /**
   * Tells what is no TOML, and of the rest what is wrong with values that are there. What is missing may be in a line that is
   * no TOML, and where that is a header, keys may seem to be another table's.
   */
  void tell(final Problems problems, final Problems ofValues) {
    boolean headerIsBroken = false;
    for (final TomlParseError error : result.errors()) {
      final Spot spot = Spot.of(error.position());
      final String line = spot.line() <= lines.size() ? lines.get(spot.line() - 1) : "";
      headerIsBroken |= HEADER.matcher(line).find() || spot.line() > lines.size();
      problems.error(spot, text(error, line));
    }
    if (!headerIsBroken) {
      problems.addPresent(ofValues);
    }
  }

  private static String text(final TomlParseError error, final String line) {
    if (SECRET.matcher(line).find()) {
      return "this line is not TOML; key = \"text in quotes\" was meant";
    }
    if (BARE_UNIT.matcher(line).find()) {
      return "a value with a unit has no quotes; such as \"5s\" was meant";
    }
    final String why = error.getMessage();
    final int expected = why.indexOf(", expected ");
    final String wrong = expected < 0 ? why : why.substring(0, expected);
    final String begun =
        wrong.isEmpty() ? wrong : wrong.substring(0, 1).toLowerCase(Locale.ROOT) + wrong.substring(1);
    return expected < 0
        ? "not TOML: " + begun
        : "not TOML: " + begun + "; " + why.substring(expected + ", expected ".length()) + " was meant";
  }
}
