package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real links: an end that hangs in the middle of the play leaves a summary and no namespace. */
@Timeout(60)
class HungDemoTest {
  private static final long S = 1_000_000_000L;
  private static final int SAMPLES = 50;
  private static final Path NAMESPACES = Path.of("/var/run/netns");

  private final FakeStage fake = new FakeStage();

  /** Braidwire's end, whose engine no longer answers after some samples, and does not end. */
  private final class Hanging implements DemoEnd {
    private final DemoEnd end;
    private int left = SAMPLES;

    Hanging(final DemoEnd end) {
      this.end = end;
    }

    @Override
    public void mark(final String phase) {
      end.mark(phase);
    }

    @Override
    public void finish() {
      end.finish();
    }

    @Override
    public EndSample sample() {
      if (left-- == 0) {
        fake.hang();
      }
      return end.sample();
    }

    @Override
    public EndResult result(final long digestNs) {
      throw new AssertionError("not of a run that was given up");
    }

    @Override
    public void close() {
      fake.hang();
      end.close();
    }
  }

  @Test
  void theRunIsGivenUpAndItsNamespacesAreRemoved() throws Exception {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();
    final DemoPlan plan =
        new DemoPlan(1 << 20, 2, false, false, false, false, false, PortChoice.auto(), 600 * S, null);
    final RunLimits limits = new RunLimits(2 * S, 600 * S, 600 * S, 600 * S, 1e9);
    final DemoRun run =
        new DemoRun(plan, new DemoDisplay(plan, new PrintWriter(new StringWriter()), false), limits, () -> {
          final DemoStage set = DemoStage.set(plan);
          return new DemoStage(set.links(), new Hanging(set.own()), set.peer(), set.announcements());
        });

    final DemoSummary summary;
    try {
      summary = new WatchedRun(run).play();
      assertThat(namespaces()).isEmpty();
    } finally {
      fake.released.countDown();
    }

    assertThat(summary.passed()).isFalse();
    assertThat(summary.failures())
        .singleElement()
        .asString()
        .startsWith("phase 'all links up': no answer for 2 s from Braidwire\n")
        .contains("    Braidwire, bulk: sent ", "    kernel, messages: sent ", "link 1 192.0.2.2:5001");
    assertThat(summary.directions()).allMatch(direction -> direction.bytes() > 0);
    assertThat(summary.counters().get("kernel")).containsKey("MPTcpExtMPCapableSYNTX");
  }

  private static List<String> namespaces() throws Exception {
    final String ours = "braidwire-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(NAMESPACES)) {
      return files.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(ours))
          .toList();
    }
  }
}
