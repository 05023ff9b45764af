package org.braidwire.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void textIsEscapedAndReadBack() {
    final Map<String, Object> values = new LinkedHashMap<>();
    values.put("a \"quoted\" \\ key", "line\nbreak\tand \u0001");
    values.put("numbers", List.of(1L, -2L, 2.5));
    values.put("nothing", null);
    values.put("truth", false);

    assertThat(new JsonReader(Json.write(values)).read()).isEqualTo(values);
  }

  @Test
  void aRecordGoesToAnotherProcessAndBack() {
    final Order order = new Order(1L << 40, 3, true, List.of("a", "b"), Map.of("c", 4L), Path.of("d"), null);

    assertThat(Json.read(Json.write(order), Order.class)).isEqualTo(order);
  }

  record Order(
      long bytes, int links, boolean open, List<String> names, Map<String, Long> counts, Path file, Path none) {}

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "[1,]", "tru", "{} x", "\"open", "\"\\u12\"", "--1"})
  void whatIsNoJsonIsRefused(final String text) {
    assertThatThrownBy(() -> new JsonReader(text).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
