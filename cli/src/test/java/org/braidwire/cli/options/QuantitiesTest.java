package org.braidwire.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "17,17",
    "2KiB,2048",
    "64MiB,67108864",
    "1GiB,1073741824",
    "3k,3000",
    "2M,2000000",
    "1g,1000000000",
    "2gib,2147483648",
    "64mIb,67108864"
  })
  void readsSizes(final String text, final long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MiB", "MiB", "12XB", "999999999999999GiB"})
  void refusesWhatIsNoSize(final String text) {
    assertThatThrownBy(() -> Quantities.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTimesOfWhichABareNumberIsSeconds() {
    assertThat(Quantities.duration("2")).isEqualTo(Duration.ofSeconds(2));
    assertThat(Quantities.duration("0.5")).isEqualTo(Duration.ofMillis(500));
    assertThat(Quantities.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Quantities.duration("1min")).isEqualTo(Duration.ofMinutes(1));
    assertThat(Quantities.duration("20S")).isEqualTo(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1s", "soon", "1h", "0.0000000001ms"})
  void refusesWhatIsNoTime(final String text) {
    assertThatThrownBy(() -> Quantities.duration(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
