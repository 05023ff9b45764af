package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.json.JsonReader;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole play on in-memory wires, with short acts. */
@Timeout(90)
class MemoryDemoTest {
  private static final long SIZE_BYTES = 1 << 20;
  private static final long PHASE_NS = 200_000_000L;

  private final StringWriter shown = new StringWriter();

  private DemoSummary play(final boolean reverse, final boolean checksum, final int links) {
    final DemoPlan plan = new DemoPlan(
        SIZE_BYTES, links, reverse, false, true, checksum, false, PortChoice.auto(), PHASE_NS, null);
    return new WatchedRun(new DemoRun(plan, new DemoDisplay(plan, new PrintWriter(shown), false))).play();
  }

  @ParameterizedTest
  @CsvSource({"false, false, 2", "true, true, 2", "false, true, 3"})
  void everyByteArrivesWhateverLinkDies(final boolean reverse, final boolean checksum, final int links) {
    final DemoSummary summary = play(reverse, checksum, links);

    assertThat(summary.failures()).isEmpty();
    assertThat(summary.passed()).isTrue();
    assertThat(summary.phases()).hasSize(DemoPhase.values().length);
    assertThat(summary.directions()).hasSize(2).allSatisfy(direction -> {
      assertThat(direction.bytes()).isGreaterThanOrEqualTo(SIZE_BYTES).isEqualTo(direction.sentBytes());
      assertThat(direction.messages()).isPositive().isEqualTo(direction.messagesSent());
      assertThat(direction.digestsEqual()).isTrue();
    });
    assertThat(shown.toString()).contains("link 1 down", "link 1 back", "link 2 silent");
  }

  @Test
  void theSummaryIsJsonThatAProgramCanRead() {
    final DemoSummary summary = play(false, false, 2);

    final Object read = new JsonReader(Json.write(summary)).read();

    assertThat(read).isInstanceOf(Map.class);
    final Map<?, ?> fields = (Map<?, ?>) read;
    assertThat(fields.get("passed")).isEqualTo(true);
    assertThat(fields.get("failures")).isEqualTo(List.of());
    assertThat((List<?>) fields.get("directions")).hasSize(2);
    assertThat(((Map<?, ?>) fields.get("ports")).get("engine B"))
        .isEqualTo(List.of("in-memory wire link1a", "in-memory wire link2a"));
    assertThat(((Map<?, ?>) fields.get("copies")).keySet()).hasSize(2);
    assertThat(Json.read(Json.write(summary), DemoSummary.class)
            .directions()
            .getFirst()
            .sha256())
        .isEqualTo(summary.directions().getFirst().sha256());
  }
}
