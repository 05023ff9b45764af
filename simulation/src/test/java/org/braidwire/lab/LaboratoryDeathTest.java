package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is left behind by a process that dies, however it dies. */
@Timeout(60)
class LaboratoryDeathTest {
  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void aTerminatedProcessRemovesItsLaboratory() throws Exception {
    final Process child = start();
    final String[] namespaces = namespaces(child);
    assertThat(LabNames.existing()).contains(namespaces);

    child.destroy(); // SIGTERM, as Ctrl-C runs the shutdown hooks
    child.waitFor();

    assertThat(LabNames.existing()).doesNotContain(namespaces);
  }

  @Test
  void theNextLaboratorySweepsAfterAKilledProcess() throws Exception {
    final Process child = start();
    final String[] namespaces = namespaces(child);

    child.destroyForcibly();
    child.waitFor();
    assertThat(LabNames.existing()).contains(namespaces);
    Laboratory.open(1).close();

    assertThat(LabNames.existing()).doesNotContain(namespaces);
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LaboratoryChild.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String[] namespaces(final Process child) throws IOException {
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      final String line = output.readLine();
      assertThat(line).as("the child's laboratory").isNotNull();
      return line.split(" ", -1);
    }
  }
}
