package org.braidwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;

/** In CI nothing is skipped in silence, whatever the tests probe for. */
class RequirementsOfCiTest {
  private static final Pattern REQUIRED = Pattern.compile("(?m)^export " + Requirement.VARIABLE + "=(\\S+)$");

  /** The ways in which JUnit lets a test be skipped, which know nothing of {@value Requirement#VARIABLE}. */
  private static final Pattern SKIP = Pattern.compile(
      "\\bAssumptions\\b|\\bassum(e|ing)(True|False|That|NoException)?\\(|\\bTestAbortedException\\b"
          + "|@(Disabled|Enabled)\\w*");

  /** Where skipping is made, tested and forbidden. */
  private static final Set<String> ITS_OWN =
      Set.of("Requirement.java", "RequirementTest.java", "RequirementsOfCiTest.java");

  @Test
  void ciInsistsOnEverythingThatTestsProbeFor() {
    final Matcher required = REQUIRED.matcher(Sources.read(Sources.root().resolve(".ci/run")));

    assertThat(required.find()).isTrue();
    assertThat(required.group(1).split(",", -1))
        .containsExactlyInAnyOrder(
            Stream.of(Requirement.values()).map(Requirement::label).toArray(String[]::new));
  }

  @Test
  void noTestIsSkippedButByARequirement() {
    final List<String> skipping = Sources.java("test").stream()
        .filter(file -> !ITS_OWN.contains(file.getFileName().toString()))
        .flatMap(file -> Sources.read(file)
            .lines()
            .filter(line -> SKIP.matcher(line).find())
            .map(line -> Sources.relative(file) + ": " + line.strip()))
        .toList();

    assertThat(SKIP.matcher("    Assumptions.assumeTrue(false);").find()).isTrue();
    assertThat(skipping).isEmpty();
  }
}
