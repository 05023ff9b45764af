package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void aPlanGoesToAnotherProcessAndBack() {
    final DemoPlan plan = new DemoPlan(1 << 20, 3, true, true, false, true, 2_000_000_000L, null);

    assertThat(Json.read(Json.write(plan), DemoPlan.class)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "[1,]", "tru", "{} x", "\"open", "\"\\u12\"", "--1"})
  void whatIsNoJsonIsRefused(final String text) {
    assertThatThrownBy(() -> new JsonReader(text).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
