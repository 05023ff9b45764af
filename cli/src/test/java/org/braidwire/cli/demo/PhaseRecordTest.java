package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseRecordTest {
  private static final long START_NS = 1_000_000_000L;
  private static final long MS = 1_000_000L;

  private static EndSample end(final long lastProgressMs, final long firstReinjectionMs) {
    final SubflowSample silent = new SubflowSample(
        2,
        "a",
        "b",
        "ESTABLISHED",
        false,
        0,
        START_NS + lastProgressMs * MS,
        firstReinjectionMs == 0 ? 0 : START_NS + firstReinjectionMs * MS,
        0,
        0,
        0);
    return new EndSample(true, false, "", 0, 0, 0, 0, 0, 0, List.of(silent), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 20, 17",
    "-5, 20, 20", // progress of before the phase: it is the phase's begin that counts
    "3, 3, 0",
    "3, 0, -1", // nothing was sent again
    "20, 3, -1" // progress came after it: of another hiccup
  })
  void measuresFromTheLastProgressOnTheLink(
      final long lastProgressMs, final long firstReinjectionMs, final double measuredMs) {
    final PhaseRecord record = new PhaseRecord(DemoPhase.LINK_2_SILENT, START_NS);

    record.onSample(end(lastProgressMs, firstReinjectionMs), end(0, 0));

    assertThat(record.summary().firstReinjectionMs()).isEqualTo(measuredMs);
    assertThat(record.summary().peerFirstReinjectionMs()).isEqualTo(-1);
  }
}
