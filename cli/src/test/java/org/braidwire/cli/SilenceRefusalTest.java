package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command in a process that may open packet sockets but load no program into the kernel. */
@Timeout(60)
class SilenceRefusalTest {
  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
    Requirement.SETPRIV.require();
  }

  @Test
  void whereTheKernelCannotBeKeptSilentItSaysWhatItTakesAndWhatDoesWithout() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1))) {
      final Process refused = listen(laboratory, "on");
      assertThat(refused.waitFor()).isEqualTo(ExitStatus.USAGE);
      assertThat(refused.errorReader().lines().filter(line -> !line.startsWith("Try '")))
          .singleElement()
          .asString()
          .startsWith("braidwire: silencing the kernel")
          .contains(laboratory.device(LabSide.WIRE, 0), "EPERM", "CAP_BPF", "--silence off");
    }
  }

  @Test
  void withoutSilenceItStarts() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1))) {
      final Process started = listen(laboratory, "off");
      try {
        assertThat(started.errorReader().readLine()).contains("AF_PACKET");
        assertThat(started.isAlive()).isTrue();
      } finally {
        started.destroy();
        assertThat(started.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static Process listen(final Laboratory laboratory, final String silence) throws IOException {
    final List<String> withoutRights = List.of(
        "ip",
        "netns",
        "exec",
        laboratory.namespace(LabSide.WIRE),
        "setpriv",
        "--bounding-set",
        "-bpf,-sys_admin");
    final String path = LabAddresses.path(LabSide.WIRE, 0);
    return new ProcessBuilder(MainProcess.command(
            withoutRights, "listen", "--path", path, "--silence", silence, "--port", "5001", "--sink"))
        .start();
  }
}
