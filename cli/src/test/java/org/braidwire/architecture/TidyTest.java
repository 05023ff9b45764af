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

  /** The cases of one contract belong together, even where they fill more than a class of the product may. */
  private static final int MAX_TEST_FILE_LINES = 600;

  /** Put together from halves, so that this file does not name what it forbids. */
  private static final String NOTES_AND_PLACES =
      "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|/ho" + "me/|/wo" + "rk/|/ro" + "ot/";

  private static final Pattern BANNED = Pattern.compile(NOTES_AND_PLACES);
  private static final Pattern BANNED_IN_SOURCES = Pattern.compile(NOTES_AND_PLACES + "|sun\\.misc\\.Un" + "safe");

  /** A class, or a method of one, as the journey tables of the documentation name them. */
  private static final Pattern BACKTICKED_CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.[^`]*)?`");

  private final List<Path> mainSources = Sources.java("main");
  private final List<Path> testSources = Sources.java("test");

  @Test
  void filesAreShort() {
    assertThat(longerThan(MAX_FILE_LINES, mainSources))
        .as("files of more than " + MAX_FILE_LINES + " lines")
        .isEmpty();
    assertThat(longerThan(MAX_TEST_FILE_LINES, testSources))
        .as("tests of more than " + MAX_TEST_FILE_LINES + " lines")
        .isEmpty();
  }

  private static List<String> longerThan(final int limit, final List<Path> files) {
    final List<String> tooLong = new ArrayList<>();
    for (final Path file : files) {
      final long lines = Sources.read(file).lines().count();
      if (lines > limit) {
        tooLong.add(Sources.relative(file) + " has " + lines + " lines");
      }
    }
    return tooLong;
  }

  @Test
  void methodsAreShort() {
    for (final List<Path> sources : List.of(mainSources, testSources)) {
      assertThat(SourceShape.of(sources).methodsLongerThan(MAX_METHOD_LINES))
          .as("methods of more than " + MAX_METHOD_LINES + " lines")
          .isEmpty();
    }
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

  @Test
  void noOtherTextHoldsBannedWords() {
    final List<Path> texts = Sources.otherText();
    assertThat(texts).as("documents, scripts, POMs").hasSizeGreaterThan(20);
    final List<String> faults = new ArrayList<>();
    for (final Path file : texts) {
      Sources.read(file)
          .lines()
          .filter(line -> BANNED.matcher(line).find())
          .forEach(line -> faults.add(Sources.relative(file) + ": " + line.strip()));
    }
    assertThat(faults).isEmpty();
  }

  private static void collectFaults(final Path file, final List<String> faults) {
    int number = 0;
    for (final String line : Sources.read(file).lines().toList()) {
      number++;
      if (line.indexOf('\t') >= 0
          || line.endsWith(" ")
          || BANNED_IN_SOURCES.matcher(line).find()) {
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
