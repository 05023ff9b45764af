package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final DemoPlan PLAN =
      new DemoPlan(100, 2, false, false, true, false, false, PortChoice.auto(), 0, null);

  private static final List<String> PORTS = List.of("in-memory wire link1", "in-memory wire link2");

  private static EndResult.Stream stream(final long sent, final long received, final String digest) {
    return new EndResult.Stream(sent, received, sent, received, "d", digest, "", List.of());
  }

  private static SubflowSample subflow(final int link, final long sent, final long received) {
    return new SubflowSample(link, "a", "b", "ESTABLISHED", false, 0, 0, 0, sent, received, 0);
  }

  private static EndResult end(final Map<String, Long> counters) {
    return end(stream(100, 100, "d"), counters, subflow(1, 1, 1), subflow(2, 1, 1));
  }

  private static EndResult end(
      final EndResult.Stream bulk, final Map<String, Long> counters, final SubflowSample... subflows) {
    final Map<String, Long> all = new HashMap<>(Map.of("JOINS_ESTABLISHED", 1L));
    all.putAll(counters);
    return new EndResult(bulk, stream(5, 5, ""), List.of(subflows), Map.of(), all, PORTS, true);
  }

  private static List<String> failures(final EndResult own) {
    return new Verdict(PLAN).failures(own, end(Map.of()), null);
  }

  @Test
  void aCleanRunPasses() {
    assertThat(failures(end(Map.of()))).isEmpty();
  }

  @Test
  void aLostByteAndAnotherDigestAreNamed() {
    assertThat(failures(end(stream(100, 99, "e"), Map.of(), subflow(1, 1, 1), subflow(2, 1, 1))))
        .anySatisfy(line -> assertThat(line).contains("100 bytes sent, 99 arrived"))
        .anySatisfy(line -> assertThat(line).contains("only 99 bytes of 100"))
        .anySatisfy(line -> assertThat(line).contains("digests differ"));
  }

  @Test
  void aLinkThatCarriedNothingOneWayIsNamed() {
    assertThat(failures(end(stream(100, 100, "d"), Map.of(), subflow(1, 1, 1), subflow(2, 1, 0))))
        .containsExactly("link 2 carried nothing to engine A");
  }

  @Test
  void thePortsOfBothEndsAreJudged() {
    final EndResult cut = end(Map.of("link1.RX_TRUNCATED", 3L));
    assertThat(new Verdict(PLAN).failures(cut, cut, null))
        .containsExactly(
            "engine A counter RX_TRUNCATED is 3, not 0", "engine B counter RX_TRUNCATED is 3, not 0");
  }

  @Test
  void everyForbiddenCounterIsNamed() {
    assertThat(failures(end(Map.of("HMAC_FAILURES", 2L))))
        .containsExactly("engine A counter HMAC_FAILURES is 2, not 0");
    assertThat(failures(end(Map.of("FALLBACKS", 1L)))).hasSize(1);
    assertThat(failures(end(Map.of("DSS_CHECKSUM_ERRORS", 1L)))).hasSize(1);
    assertThat(failures(end(Map.of("RESETS_RECEIVED", 1L)))).hasSize(1);
    assertThat(failures(end(Map.of("JOINS_ESTABLISHED", 0L)))).containsExactly("no join was accepted");
  }
}
