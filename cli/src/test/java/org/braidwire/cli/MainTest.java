package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.congestion.CongestionControls;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void refusesAnUnknownSubCommandInOneLineWithStatus2() {
    assertThat(run("doktor")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Unmatched argument", "doktor", "doctor")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesAnUnknownOptionWithStatus2() {
    assertThat(run("doctor", "--frobnicate")).isEqualTo(2);
    assertThat(err.toString()).contains("--frobnicate", "--help").doesNotContain("\tat ");
  }

  @Test
  void refusesToRunWithoutSubCommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required subcommand", "--help");
  }

  @Test
  void printsHelpAndVersionOnStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("doctor", "braidwire ", "Java 25");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesEverythingThatMayBeChosen() {
    assertThat(run("listen", "--help")).isZero();
    assertThat(out.toString()).contains(Schedulers.names()).contains(CongestionControls.names());
  }

  @Test
  void refusesABenchmarkThatIsNoneOrTooFewRounds() {
    assertThat(run("bench")).isEqualTo(2);
    assertThat(run("bench", "lop")).isEqualTo(2);
    assertThat(run("bench", "loop", "--rounds", "1")).isEqualTo(2);
    assertThat(run("bench", "start", "--duration", "1s")).isEqualTo(2);
    assertThat(run("bench", "start")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "which benchmark? wire, rtt, bulk, setup, footprint, loop, engines, profile, start, allocation, micro, guard, compare, report")
        .contains("lop", "--rounds must be at least 3, not 1")
        .contains("--duration must be at least 2s", "run it by ./braidwire");
  }

  @Test
  void refusesASimulationThatIsNone() {
    assertThat(run("sim", "--threads", "0", "--seeds", "1")).isEqualTo(2);
    assertThat(run("sim", "--seeds", "0")).isEqualTo(2);
    assertThat(run("sim", "--seed", "1", "--pcap", "/nonexistent/x")).isEqualTo(2);
    assertThat(run("sim", "--seeds", "2", "--pcap", "x.pcap")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--threads must be at least 1, not 0")
        .contains("--seeds must be at least 1, not 0")
        .contains("--pcap /nonexistent/x cannot be written")
        .contains("--pcap wants one seed")
        .doesNotContain("\tat ");
  }

  @Test
  void doctorExplainsThisHost() {
    assertThat(run("doctor")).isBetween(0, 1);
    assertThat(out.toString()).contains("CAP_NET_RAW", "kernel MPTCP", "clock source");
  }

  @Test
  void tellsAFailedSystemCallInOneLineWithStatus2() {
    final CommandLine command = Main.commandLine();
    command.addSubcommand(new Failing(new LinuxException("socket", "eth1", Errno.EPERM, "run as root")));
    assertThat(run(command, "fail")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "braidwire: socket on eth1 failed: EPERM (operation not permitted); run as root");
  }

  @Test
  void tellsAnyOtherFailureInOneLineWithStatus1() {
    final CommandLine command = Main.commandLine();
    command.addSubcommand(new Failing(new IllegalStateException("the digests differ")));
    assertThat(run(command, "fail")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("braidwire: the digests differ");
  }

  private int run(final String... arguments) {
    return run(Main.commandLine(), arguments);
  }

  private int run(final CommandLine command, final String... arguments) {
    return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }

  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {
    private final RuntimeException failure;

    Failing(final RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      throw failure;
    }
  }
}
