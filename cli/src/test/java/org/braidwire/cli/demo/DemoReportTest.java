package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoReportTest {
  @ParameterizedTest
  @CsvSource({
    "100, 100, true, SHA-256 equal",
    "100, 100, false, SHA-256 DIFFERENT",
    "70, 100, false, 'SHA-256 of what arrived, 30 bytes still under way'"
  })
  void onlyDigestsOfTheSameBytesAreCompared(
      final long bytes, final long sentBytes, final boolean equal, final String said) {
    final List<DemoSummary.Direction> directions =
        List.of(new DemoSummary.Direction("a -> b", bytes, sentBytes, 1, 1, equal, "0123", 1, List.of()));
    final StringWriter out = new StringWriter();

    DemoReport.print(
        new DemoSummary(
            "demo",
            1,
            equal,
            List.of(),
            directions,
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            0,
            0,
            Map.of(),
            Map.of()),
        new PrintWriter(out));

    assertThat(out.toString()).contains(said);
  }
}
