package org.braidwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;

/** In CI nothing is skipped in silence, whatever the tests probe for. */
class RequirementsOfCiTest {
  private static final Pattern REQUIRED = Pattern.compile("(?m)^export " + Requirement.VARIABLE + "=(\\S+)$");

  @Test
  void ciInsistsOnEverythingThatTestsProbeFor() {
    final Matcher required = REQUIRED.matcher(Sources.read(Sources.root().resolve(".ci/run")));

    assertThat(required.find()).isTrue();
    assertThat(required.group(1).split(",", -1))
        .containsExactlyInAnyOrder(
            Stream.of(Requirement.values()).map(Requirement::label).toArray(String[]::new));
  }
}
