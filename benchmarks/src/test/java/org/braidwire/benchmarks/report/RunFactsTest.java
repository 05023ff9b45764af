package org.braidwire.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFactsTest {
  private final RunFacts facts = new RunFacts();

  private void add(final String... values) {
    for (final String value : values) {
      facts.add(Map.of("fact", value));
    }
  }

  private String told() {
    return facts.all().get("fact");
  }

  @Test
  void whatIsTheSameInEveryRunStandsOnce() {
    add("AF_PACKET", "AF_PACKET");

    assertThat(facts.all()).containsExactly(Map.entry("fact", "AF_PACKET"));
  }

  @Test
  void aFigureOfAnEarlierRunIsNotLost() {
    add("3", "712", "9", "10", "0");

    assertThat(told()).isEqualTo("0 to 712");
  }

  @Test
  void figuresKeepTheUnitThatTheyShare() {
    add("12 %", "3 %");

    assertThat(told()).isEqualTo("3 to 12 %");
  }

  @Test
  void figuresOfDifferentUnitsAreTexts() {
    add("12 kB", "3 MB");

    assertThat(told()).isEqualTo("12 kB; 3 MB");
  }

  @Test
  void textsAreToldOneAfterTheOtherAndNotWithoutEnd() {
    add("a", "b", "a", "c", "d", "e", "f");

    assertThat(told()).isEqualTo("a; b; c; and 3 others");
  }

  @Test
  void whatIsNotAFigureThroughoutIsAText() {
    add("cubic", "7");

    assertThat(told()).isEqualTo("cubic; 7");
  }

  @Test
  void aFactOfSomeRunsSaysOfHowMany() {
    facts.add(Map.of("fact", "1"));
    facts.add(Map.of("did not end", "the far end stood still"));
    facts.add(Map.of("fact", "2"));

    assertThat(facts.all())
        .containsEntry("fact", "1 to 2 (in 2 of 3 runs)")
        .containsEntry("did not end", "the far end stood still (in 1 of 3 runs)");
  }

  @Test
  void withoutARunThereIsNone() {
    assertThat(facts.all()).isEmpty();
  }
}
