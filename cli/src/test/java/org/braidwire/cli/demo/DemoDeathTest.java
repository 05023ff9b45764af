package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.braidwire.cli.MainProcess;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C at any time, and once more when nothing seems to happen: the demo ends by it and leaves no namespace behind. */
@Timeout(60)
class DemoDeathTest {
  private static final Path NAMESPACES = Path.of("/var/run/netns");
  private static final long AGAIN_MS = 50;
  private static final long END_LIMIT_S = 20;
  private static final int ENDED_BY_SIGTERM = 143;

  @BeforeAll
  static void requireLaboratory() {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();
  }

  @ParameterizedTest(name = "{0} ms after its start")
  @ValueSource(longs = {400, 550, 700, 850, 1000, 1300, 2500})
  void nothingIsLeftBehind(final long afterMs) throws Exception {
    final Process demo = start();
    final long pid = demo.pid();
    try {
      Thread.sleep(afterMs);
      endGroup(pid);
      Thread.sleep(AGAIN_MS);
      endGroup(pid);

      assertThat(demo.waitFor(END_LIMIT_S, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.destroyForcibly();
    }

    assertThat(demo.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    assertThat(namespaces()).noneMatch(name -> name.contains(Long.toString(pid)));
  }

  /** In a process group of its own, as a shell starts it: Ctrl-C goes to the commands that it has started, too. */
  private static Process start() throws IOException {
    return new ProcessBuilder(MainProcess.command(List.of("setsid"), "demo", "--size", "64MiB"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** SIGTERM, which ends everything in the way of Ctrl-C: SIGINT is ignored by what runs in a script's background. */
  private static void endGroup(final long pid) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -TERM -" + pid + " 2>&1 || true")
        .start()
        .waitFor();
  }

  private static List<String> namespaces() throws IOException {
    if (!Files.isDirectory(NAMESPACES)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(NAMESPACES)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
