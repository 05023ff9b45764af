package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal ends a netcat that waits, with the status that shells know, and no complaint. */
@Timeout(120)
class NetcatSignalTest {
  private static final long PATIENCE_S = 30;

  @ParameterizedTest(name = "SIG{0}")
  @CsvSource({"INT, 130", "TERM, 143"})
  void endsWithTheStatusOfTheSignal(final String signal, final int status) throws Exception {
    Requirement.NETNS.require();
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1).withTwoWires())) {
      final Process process = new ProcessBuilder(MainProcess.command(
              List.of("ip", "netns", "exec", laboratory.namespace(LabSide.WIRE)),
              "listen",
              "--path",
              LabAddresses.path(LabSide.WIRE, 0),
              "--port",
              "5001",
              "--sink",
              "--no-counters"))
          .start();
      try (BufferedReader says = process.errorReader()) {
        assertThat(says.readLine()).contains("AF_PACKET"); // and so it listens
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
            .start()
            .waitFor();

        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
        assertThat(says.readAllAsString()).doesNotContain("\tat ", "Exception");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
