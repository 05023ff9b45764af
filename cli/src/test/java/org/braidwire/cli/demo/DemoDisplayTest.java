package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoDisplayTest {
  private static final DemoPlan PLAN =
      new DemoPlan(100, 2, false, false, false, false, false, PortChoice.auto(), 0, null);

  private static SubflowSample subflow(final int link) {
    return new SubflowSample(link, "a", "b", "ESTABLISHED", false, 0, 0, 0, 10, 10, 0);
  }

  private static EndSample end() {
    return new EndSample(true, false, "", 10, 10, 1, 1, 0, 0, List.of(subflow(1), subflow(2)), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "BOTH_LINKS, up, up",
    "LINK_1_DOWN, DOWN, up",
    "LINK_1_BACK, up, up",
    "LINK_2_SILENT, up, SILENT",
    "END, up, SILENT"
  })
  void saysWhatEachLinkIs(final DemoPhase phase, final String first, final String second) {
    for (final boolean terminal : new boolean[] {false, true}) {
      final StringWriter shown = new StringWriter();

      new DemoDisplay(PLAN, new PrintWriter(shown), terminal).show(phase, end(), end(), 1);

      assertThat(shown.toString()).contains("link 1 " + first + " ", "link 2 " + second + " ");
    }
  }
}
