package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.Test;

class StandstillWatchTest {
  private static final DemoPlan PLAN = new DemoPlan(100, 2, false, false, false, false, PortChoice.auto(), 0, null);
  private static final long LIMIT_NS = 30;

  private final StandstillWatch watch = new StandstillWatch(PLAN);

  private static EndSample end(final long sent, final long received, final long messagesSent, final long messages) {
    final SubflowSample bulk =
        new SubflowSample(1, "192.0.2.2:5001", "b", "ESTABLISHED", false, 0, 0, 0, sent, received, 0);
    final SubflowSample small =
        new SubflowSample(2, "192.0.2.2:5002", "b", "ESTABLISHED", false, 0, 0, 0, messagesSent, messages, 0);
    return new EndSample(
        true, false, "", sent, received, messagesSent, messages, 0, 0, List.of(bulk), List.of(small));
  }

  @Test
  void messagesThatStopAreNamedAlthoughAllBulkBytesHaveArrived() {
    watch.look(end(100, 100, 7595, 7000), end(100, 100, 7000, 5528), 1);
    watch.look(end(100, 100, 7595, 7000), end(100, 100, 7000, 5528), 40);
    assertThat(watch.find(true, 40, LIMIT_NS))
        .isEqualTo("messages Braidwire -> kernel (5528 of 7595 received) made no progress");
  }

  @Test
  void beforeTheEndAStreamThatHasArrivedMustStillMove() {
    watch.look(end(100, 100, 5, 1), end(100, 100, 1, 5), 1);
    watch.look(end(100, 100, 5, 2), end(100, 100, 2, 5), 40);
    assertThat(watch.find(false, 40, LIMIT_NS)).startsWith("bulk bytes kernel -> Braidwire");
    assertThat(watch.find(true, 40, LIMIT_NS)).isEmpty();
  }

  @Test
  void connectionsThatDoNotCloseAreNamed() {
    watch.look(end(100, 100, 5, 5), end(100, 100, 5, 5), 1);
    assertThat(watch.find(true, 20, LIMIT_NS)).isEmpty();
    assertThat(watch.find(true, 40, LIMIT_NS)).contains("did not close");
  }

  @Test
  void aDescriptionHoldsBothConnectionsOfAnEnd() {
    assertThat(end(100, 90, 80, 70).describe("Braidwire"))
        .contains("Braidwire, bulk: sent 100 bytes, received 90 bytes", "192.0.2.2:5001")
        .contains("Braidwire, messages: sent 80, received 70", "192.0.2.2:5002");
  }
}
