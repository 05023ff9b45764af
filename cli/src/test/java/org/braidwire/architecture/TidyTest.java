package org.braidwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house's laws, as far as a program can read them. CONTRIBUTING.md says why. */
class TidyTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_METHOD_LINES = 60;

  /** Put together from halves, so that this file does not name what it forbids. */
  private static final Pattern BANNED = Pattern.compile(
      "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|sun\\.misc\\.Un" + "safe|/ho" + "me/|/wo" + "rk/|/ro" + "ot/");

  /** Stations that are drawn but not built; a name leaves this list with the change that builds it. */
  private static final Pattern BACKTICKED_CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.[^`]*)?`");

  private final List<Path> mainSources = Sources.java("main");
  private final List<Path> testSources = Sources.java("test");

  @Test
  void filesAreShort() {
    final List<String> tooLong = new ArrayList<>();
    for (final Path file : mainSources) {
      final long lines = Sources.read(file).lines().count();
      if (lines > MAX_FILE_LINES) {
        tooLong.add(Sources.relative(file) + " has " + lines + " lines");
      }
    }
    assertThat(tooLong)
        .as("files of more than " + MAX_FILE_LINES + " lines")
        .isEmpty();
  }

  @Test
  void methodsAreShort() {
    assertThat(SourceShape.of(mainSources).methodsLongerThan(MAX_METHOD_LINES))
        .as("methods of more than " + MAX_METHOD_LINES + " lines")
        .isEmpty();
  }

  @Test
  void publicTypesSayWhatTheyAreFor() {
    assertThat(SourceShape.of(mainSources).publicTypesWithoutJavadoc())
        .as("public types without Javadoc")
        .isEmpty();
  }

  @Test
  void sourcesHoldNoTabsTrailingSpacesOrBannedWords() {
    final List<String> faults = new ArrayList<>();
    for (final Path file : mainSources) {
      collectFaults(file, faults);
    }
    for (final Path file : testSources) {
      collectFaults(file, faults);
    }
    assertThat(faults).isEmpty();
  }

  private static void collectFaults(final Path file, final List<String> faults) {
    int number = 0;
    for (final String line : Sources.read(file).lines().toList()) {
      number++;
      if (line.indexOf('\t') >= 0
          || line.endsWith(" ")
          || BANNED.matcher(line).find()) {
        faults.add(Sources.relative(file) + ":" + number + ": " + line.strip());
      }
    }
  }

  @Test
  void theJourneyNamesOnlyClassesThatExist() {
    final List<String> journey = journeyRows();
    assertThat(journey).as("rows of the journey tables").hasSizeGreaterThanOrEqualTo(20);
    final List<String> absent = new ArrayList<>();
    for (final String row : journey) {
      final Matcher name = BACKTICKED_CLASS.matcher(row);
      while (name.find()) {
        final Path file = Path.of(name.group(1) + ".java");
        if (mainSources.stream().noneMatch(source -> source.endsWith(file))) {
          absent.add(name.group(1));
        }
      }
    }
    assertThat(absent)
        .as("classes that docs/architecture.md names and that do not exist")
        .isEmpty();
  }

  /** The numbered rows of both tables. */
  private static List<String> journeyRows() {
    final Path page = Sources.root().resolve("docs/architecture.md");
    assertThat(Files.isRegularFile(page)).isTrue();
    return Sources.read(page)
        .lines()
        .filter(line -> line.matches("\\| \\d+ \\|.*"))
        .toList();
  }
}
