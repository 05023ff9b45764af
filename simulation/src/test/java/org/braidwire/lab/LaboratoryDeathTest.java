package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is left behind by a process that dies, however it dies. */
@Timeout(60)
class LaboratoryDeathTest {
  private static final long AGAIN_MS = 50;
  private static final long HEAD_START_MS = 300;
  private static final int ENDED_BY_SIGTERM = 143;
  private static final int UNCAUGHT = 1;

  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void aTerminatedProcessRemovesItsLaboratory() throws Exception {
    final Process child = start(List.of());
    final String[] namespaces = namespaces(child);
    assertThat(LabNames.existing()).contains(namespaces);

    child.destroy(); // SIGTERM, as Ctrl-C runs the shutdown hooks
    child.waitFor();

    assertThat(LabNames.existing()).doesNotContain(namespaces);
  }

  @Test
  void theNextLaboratorySweepsAfterAKilledProcess() throws Exception {
    final Process child = start(List.of());
    final String[] namespaces = namespaces(child);

    child.destroyForcibly();
    child.waitFor();
    assertThat(LabNames.existing()).contains(namespaces);
    Laboratory.open(1).close();

    assertThat(LabNames.existing()).doesNotContain(namespaces);
  }

  @Test
  void theNextLaboratorySweepsTheOutputOfACommandOfAKilledProcess() throws Exception {
    final Process child = start(List.of(), LaboratoryChild.COMMAND);
    final ProcessHandle command = command(child);
    final Path output = output(command);
    child.destroyForcibly();
    child.waitFor();
    command.destroyForcibly();
    assertThat(output).exists();

    Laboratory.sweep();

    assertThat(output).doesNotExist();
  }

  @Test
  void aTerminatedProcessRemovesTheOutputOfTheCommandThatItWaitsFor() throws Exception {
    final Process child = start(List.of(), LaboratoryChild.COMMAND);
    final ProcessHandle command = command(child);
    final Path output = output(command);

    child.destroy();
    child.waitFor();
    command.destroyForcibly();

    assertThat(output).doesNotExist();
  }

  /** A signal to the whole group may reach a command that we wait for before it reaches us. */
  @Test
  void aSignalThatEndsACommandFirstIsTheEndOfTheProcessAllTheSame() throws Exception {
    final Process child = start(List.of(), LaboratoryChild.COMMAND);
    command(child).destroy();
    Thread.sleep(HEAD_START_MS);
    child.destroy();

    assertThat(child.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
  }

  @Test
  void aCommandThatAloneIsEndedByASignalHasFailed() throws Exception {
    final Process child = start(List.of(), LaboratoryChild.COMMAND);
    command(child).destroy();

    assertThat(child.waitFor()).isEqualTo(UNCAUGHT);
  }

  /** As a terminal sends Ctrl-C: to the whole group, so to the commands that are just making or removing, too. */
  @ParameterizedTest(name = "after {0} ms")
  @ValueSource(longs = {0, 40, 80, 120, 160, 200, 250, 300})
  void ctrlCTwiceAtAnyTimeLeavesNothing(final long afterMs) throws Exception {
    final Process child = start(List.of("setsid"));
    final long pid = child.pid();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo(LaboratoryChild.MAKING);
      Thread.sleep(afterMs);
      endGroup(pid);
      Thread.sleep(AGAIN_MS);
      endGroup(pid);

      assertThat(child.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
    } finally {
      child.destroyForcibly();
    }

    assertThat(LabNames.existing()).noneMatch(name -> name.contains("-" + pid + "-"));
  }

  /** SIGTERM, which ends everything in the way of Ctrl-C: SIGINT is ignored by what runs in a script's background. */
  private static void endGroup(final long pid) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -TERM -" + pid + " 2>&1 || true")
        .start()
        .waitFor();
  }

  /** The command that the child waits for. */
  private static ProcessHandle command(final Process child) {
    while (child.isAlive()) {
      final Optional<ProcessHandle> command = child.children()
          .filter(each -> each.info().commandLine().orElse("").contains("sleep"))
          .findFirst();
      if (command.isPresent()) {
        return command.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the child has ended without a command");
  }

  private static Path output(final ProcessHandle command) throws IOException {
    return Path.of("/proc", Long.toString(command.pid()), "fd", "1").toRealPath();
  }

  private static Process start(final List<String> before, final String... arguments) throws IOException {
    final List<String> command = new ArrayList<>(before);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        LaboratoryChild.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String[] namespaces(final Process child) throws IOException {
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo(LaboratoryChild.MAKING);
      final String line = output.readLine();
      assertThat(line).as("the child's laboratory").isNotNull();
      return line.split(" ", -1);
    }
  }
}
