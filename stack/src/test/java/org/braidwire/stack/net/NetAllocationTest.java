package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Measured in a virtual machine started as in production, without assertions: the memory checks that assertions
 * enable look regions up in a map, and that allocates.
 */
class NetAllocationTest {
  /** Once-only allocations of the measuring itself and of late compilation; a thousandth of an octet a frame is 200. */
  private static final long SLACK_BYTES = 1_024;

  @Test
  void receivingAndSendingAllocateNothing() throws IOException, InterruptedException {
    final Process probe = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xbatch", // compiled where it is called: on a busy machine, too, it is warm when it says so
            "-cp",
            System.getProperty("java.class.path"),
            AllocationProbe.class.getName())
        .redirectErrorStream(true)
        .start();
    final String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(probe.waitFor()).as(said).isZero();
    final String[] figures = said.split(" ");
    assertThat(Long.parseLong(figures[0])).as("octets allocated").isLessThan(SLACK_BYTES);
    assertThat(Long.parseLong(figures[1])).as("segments taken").isEqualTo(2L * AllocationProbe.ROUNDS);
    assertThat(Long.parseLong(figures[2]))
        .as("segments sent, echoes answered")
        .isEqualTo(4L * AllocationProbe.ROUNDS);
  }
}
