package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.braidwire.cli.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The peer's JVM, played by a shell that answers each line by the same sample. */
@Timeout(30)
class ChildEndTest {
  private static final long LIMIT_NS = 1_000_000_000L;
  private static final EndSample SAMPLE = new EndSample(true, false, "", 5, 4, 3, 2, 1, 0, List.of(), List.of());

  private Process process;
  private ChildEnd end;

  @BeforeEach
  void start() throws Exception {
    final ProcessBuilder shell = new ProcessBuilder("sh", "-c", "while read -r line; do echo \"$ANSWER\"; done");
    shell.environment().put("ANSWER", Json.write(SAMPLE));
    process = shell.start();
    end = new ChildEnd(process, LIMIT_NS);
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
    end.close();
  }

  private void signal(final String name) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
        .start()
        .waitFor();
  }

  @Test
  void onePeerThatIsStoppedDoesNotStopWhoAsksHowItGetsOn() throws Exception {
    assertThat(end.sample()).isEqualTo(SAMPLE);
    signal("STOP");

    final long beganNs = System.nanoTime();
    assertThat(end.sample()).isEqualTo(SAMPLE);
    assertThat(end.sample()).isEqualTo(SAMPLE);
    assertThat(System.nanoTime() - beganNs).isLessThan(LIMIT_NS);

    signal("CONT");
    end.mark("the end"); // what was asked before is answered first
    assertThat(end.sample()).isEqualTo(SAMPLE);
  }

  @Test
  void whatMustBeAnsweredIsWaitedForToALimit() throws Exception {
    signal("STOP");

    assertThatThrownBy(() -> end.mark("the end"))
        .isInstanceOf(DemoException.class)
        .hasMessage("the peer's JVM did not answer 'mark the end' within 1 s");
    assertThatThrownBy(() -> end.result(0))
        .as("the reason is remembered, and nothing waited for again")
        .hasMessage("the peer's JVM did not answer 'mark the end' within 1 s");
    assertThatThrownBy(end::sample).isInstanceOf(DemoException.class);
  }

  @Test
  void aPeerThatHasEndedIsToldAtOnce() throws Exception {
    process.destroyForcibly().waitFor();

    assertThatThrownBy(end::finish).isInstanceOf(DemoException.class).hasMessageContaining("the peer's JVM");
  }

  @Test
  void whatEndedWhileASampleWasDueIsNotWaitedFor() throws Exception {
    assertThat(end.sample()).isEqualTo(SAMPLE);
    signal("STOP");
    assertThat(end.sample()).isEqualTo(SAMPLE); // the answer is still due
    process.destroyForcibly().waitFor();

    assertThatThrownBy(end::sample).hasMessage("the peer's JVM ended early");
    assertThatThrownBy(() -> end.result(0)).hasMessage("the peer's JVM ended early");
  }
}
