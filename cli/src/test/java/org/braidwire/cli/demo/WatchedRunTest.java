package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.braidwire.cli.json.Json;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs in which somebody hangs or is lost: each ends, says why, and has its links removed. */
@Timeout(30)
class WatchedRunTest {
  private static final long MS = 1_000_000L;
  private static final long LONG_NS = 600_000 * MS;
  private static final DemoPlan PLAN =
      new DemoPlan(1 << 20, 2, false, false, true, false, false, PortChoice.auto(), LONG_NS, null);

  private final FakeStage fake = new FakeStage();
  private final DemoEnd standing = new FakeStage.Standing();

  @AfterEach
  void release() {
    fake.released.countDown();
  }

  private static DemoSummary play(final long stuckNs, final long runNs, final Supplier<DemoStage> stages) {
    final DemoDisplay display = new DemoDisplay(PLAN, new PrintWriter(new StringWriter()), false);
    final RunLimits limits = new RunLimits(stuckNs, LONG_NS, LONG_NS, runNs, 1e9);
    return new WatchedRun(new DemoRun(PLAN, display, limits, stages)).play();
  }

  /** Says where it stands {@code samples} times, then nothing more, and does not let itself be closed. */
  private DemoEnd hangingAfter(final int samples) {
    return new FakeStage.Standing() {
      private int left = samples;

      @Override
      public EndSample sample() {
        if (left-- == 0) {
          fake.hang();
        }
        return super.sample();
      }

      @Override
      public void close() {
        fake.hang();
      }
    };
  }

  private void assertFailed(final DemoSummary summary, final String... said) {
    assertThat(summary.passed()).isFalse();
    assertThat(summary.failures()).singleElement().asString().contains(said);
    assertThat(summary.directions().getFirst().sentBytes()).isEqualTo(70);
    assertThat(summary.directions().getFirst().digestsEqual()).isFalse();
    assertThat(summary.phases()).hasSize(1);
    assertThat(Json.read(Json.write(summary), DemoSummary.class).failures()).isEqualTo(summary.failures());
  }

  @Test
  void anEndThatHangsFailsThePhaseWithTheLastStates() throws Exception {
    final DemoSummary summary = play(300 * MS, LONG_NS, () -> fake.with(hangingAfter(2), standing));

    assertFailed(summary, "phase 'all links up': no answer for 0 s from engine A", "link 1 a -> b ESTABLISHED");
    assertThat(fake.linksClosed.await(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEndThatCannotBeClosedEndsTheRunAtItsLimit() throws Exception {
    final DemoEnd failing = new FakeStage.Standing() {
      @Override
      public EndSample sample() {
        throw new DemoException("gone");
      }
    };
    final DemoSummary summary = play(LONG_NS, 500 * MS, () -> fake.with(hangingAfter(-1), failing));

    assertThat(summary.failures())
        .singleElement()
        .asString()
        .contains("the run did not come to its end within 0 s");
    assertThat(fake.linksClosed.await(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStageThatIsNeverSetIsNotWaitedFor() {
    assertThatThrownBy(() -> play(LONG_NS, 300 * MS, () -> {
          fake.hang();
          return null;
        }))
        .isInstanceOf(DemoException.class)
        .hasMessage("the demo was not set up within 0 s");
  }

  @Test
  void aStageThatCannotBeSetThrowsWhatItThrew() {
    assertThatThrownBy(() -> play(LONG_NS, LONG_NS, () -> {
          throw new DemoException("no stage");
        }))
        .hasMessage("no stage");
  }

  @Test
  void anEndThatIsLostLeavesTheSummaryOfTheOther() throws Exception {
    final DemoEnd lost = new FakeStage.Standing() {
      private int left = 2;

      @Override
      public EndSample sample() {
        if (left-- == 0) {
          throw new DemoException("the peer's JVM ended early");
        }
        return super.sample();
      }

      @Override
      public EndResult result(final long digestNs) {
        throw new DemoException("the peer's JVM ended early");
      }
    };
    final DemoSummary summary = play(LONG_NS, LONG_NS, () -> fake.with(standing, lost));

    assertFailed(summary, "phase 'all links up': the peer's JVM ended early", "link 1 a -> b ESTABLISHED");
    assertThat(fake.linksClosed.await(0, TimeUnit.SECONDS)).isTrue();
    final StringWriter out = new StringWriter();
    DemoReport.print(summary, new PrintWriter(out));
    assertThat(out.toString()).contains("FAILED, demo --memory", "the peer's JVM ended early", "SHA-256 not made");
  }

  @Test
  void streamsThatStandStillFail() {
    assertFailed(play(300 * MS, LONG_NS, () -> fake.with(standing, standing)), "made no progress for 0 s");
  }

  @Test
  void anEndThatIsLostAfterThePlayFailsIt() {
    final EndSample over = new EndSample(
        true, true, "", 70, 70, 5, 5, 0, 0, FakeStage.MOVING.subflows(), FakeStage.MOVING.messageSubflows());
    final DemoEnd ended = new FakeStage.Standing() {
      @Override
      public EndSample sample() {
        return over;
      }

      @Override
      public EndResult result(final long digestNs) {
        throw new DemoException("nobody there");
      }
    };
    final DemoSummary summary = play(LONG_NS, LONG_NS, () -> fake.with(ended, ended));

    assertThat(summary.passed()).isFalse();
    assertThat(summary.failures()).contains("engine A: nobody there");
  }
}
