package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class NetcatCommandTest {
  private final FakeHost host = new FakeHost();
  private final StringWriter err = new StringWriter();

  private int listen(final String... arguments) {
    return execute("listen", arguments);
  }

  private int connect(final String... arguments) {
    return execute("connect", arguments);
  }

  private int execute(final String name, final String... arguments) {
    final CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
    final NetcatCommand command = line.getSubcommands().get(name).getCommand();
    command.stackOptions().host(host);
    final List<String> all = new ArrayList<>(List.of(name));
    all.addAll(List.of(arguments));
    return line.execute(all.toArray(String[]::new));
  }

  /** One line, begun by the program's name, at most a pointer to the help after it, and no stack trace. */
  private void assertSays(final String... parts) {
    assertThat(err.toString().lines().filter(line -> !line.startsWith("Try '")))
        .hasSize(1);
    assertThat(err.toString()).startsWith("braidwire: ").contains(parts).doesNotContain("\tat ", "Exception");
  }

  @Test
  void wantsAPath() {
    assertThat(listen("--port", "5001", "--sink")).isEqualTo(ExitStatus.USAGE);
    assertSays("--path");
  }

  @Test
  void saysWhatIsWrongWithAPath() {
    assertThat(listen("--path", "eth1:192.0.2.2", "--port", "5001")).isEqualTo(ExitStatus.USAGE);
    assertSays("eth1:192.0.2.2", "interface=address/prefix");
  }

  @Test
  void refusesAnUnknownOption() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--frobnicate"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("--frobnicate");
  }

  @Test
  void refusesAPortBeyondTheRange() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "65536")).isEqualTo(ExitStatus.USAGE);
    assertSays("65536");
  }

  @Test
  void refusesToKeepServingFromStandardInput() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--keep"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("--keep", "--echo");
  }

  @Test
  void refusesTwoEndsAtOnce() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--echo", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("--echo", "--sink");
  }

  @Test
  void refusesASizeThatIsNone() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--source", "lots"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("'lots'", "64MiB");
  }

  @Test
  void refusesATimeThatNobodyWaits() {
    for (final String option : new String[] {"--timeout", "--interval"}) {
      err.getBuffer().setLength(0);
      assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--sink", option, "200000000min"))
          .isEqualTo(ExitStatus.USAGE);
      assertSays(option, "200000000min", "longer than");
    }
  }

  @Test
  void namesTheInterfacesThatThereAre() {
    assertThat(listen("--path", "eth9=192.0.2.2/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("eth9", "eth1, eth2, lo");
  }

  @Test
  void takesAnInterfaceThatIsNotThereForATap() {
    host.heldAddress = "192.0.2.2";
    assertThat(listen("--path", "tap9=192.0.2.2/28", "--io", "tap", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.2", "4711");
  }

  @Test
  void givesTheRemedyForAnAddressOfTheHost() {
    host.ownedAddress = "192.0.2.2";
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("ip addr del 192.0.2.2/28 dev eth1");
  }

  @Test
  void refusesPortsThatAreNone() {
    for (final String ports : List.of("5999-5000", "0-9", "1-65536", "x", "")) {
      err.getBuffer().setLength(0);
      assertThat(listen("--path", "eth1=192.0.2.2/28,ports=" + ports, "--port", "5001", "--sink"))
          .isEqualTo(ExitStatus.USAGE);
      assertSays("'" + ports + "'", "5000-5999");
    }
  }

  @Test
  void sharesOnlyAnAddressThatTheHostHasThere() {
    assertThat(listen("--path", "eth1=192.0.2.2/28,ports=5000-5999", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.2", "ip addr add 192.0.2.2/28 dev eth1");
  }

  @Test
  void sharesNothingWithoutSilence() {
    host.ownedAddress = "192.0.2.2";
    final String path = "eth1=192.0.2.2/28,ports=5000-5999";
    assertThat(listen("--path", path, "--silence", "off", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.2", "--silence on");
  }

  @Test
  void sharesNothingBehindATap() {
    host.ownedAddress = "192.0.2.2";
    assertThat(listen("--path", "eth1=192.0.2.2/28,ports=5000-5999", "--io", "tap", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("TAP", "eth1");
  }

  @Test
  void sharesAtLeastAPortForEachEngine() {
    host.ownedAddress = "192.0.2.2";
    final String path = "eth1=192.0.2.2/28,ports=5000-5002";
    assertThat(listen("--path", path, "--engines", "3", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("eth1", "3 engines", "it takes 4");
  }

  @Test
  void listensOnlyOnAPortThatAPathHas() {
    host.ownedAddress = "192.0.2.2";
    assertThat(listen("--path", "eth1=192.0.2.2/28,ports=5000-5999", "--port", "6001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString().lines())
        .as("the port that was opened, where its counters are, and what is wrong")
        .hasSize(3)
        .last()
        .isEqualTo("braidwire: port 6001 is the host's: no path has it among its ports");
    assertThat(host.locked).isEmpty();
  }

  @Test
  void saysWhoHoldsAnAddressAndGivesBackTheOthers() {
    host.heldAddress = "192.0.2.18";
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--path", "eth2=192.0.2.18/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.18", "4711");
    assertThat(host.locked).isEmpty();
  }

  @Test
  void refusesTheSameAddressTwice() {
    assertThat(listen("--path", "eth1=192.0.2.2/28", "--path", "eth2=192.0.2.2/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("two paths", "192.0.2.2");
  }

  @Test
  void wantsTheRightToOpenPacketSockets() {
    host.privileged = false;
    assertThat(connect("--path", "eth1=192.0.2.2/28", "192.0.2.3:5001")).isEqualTo(ExitStatus.USAGE);
    assertSays("CAP_NET_RAW");
  }

  @Test
  void refusesAnUnknownWayToTheWire() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--io", "smoke", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("smoke", "af_packet");
  }

  @Test
  void saysHowFramesReachTheWire() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--timeout", "50ms", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.NO_CONNECTION);
    assertThat(err.toString().lines()).first().isEqualTo("braidwire: in-memory wire eth1a");
  }

  @Test
  void saysWhereTheCountersAreUnlessThereAreNone() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--timeout", "50ms", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.NO_CONNECTION);
    final String hint =
        "counters: braidwire stat " + ProcessHandle.current().pid();
    assertThat(err.toString()).contains(hint);
    err.getBuffer().setLength(0);
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--timeout", "50ms", "--no-counters", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.NO_CONNECTION);
    assertThat(err.toString()).doesNotContain("counters:");
  }

  @Test
  void saysWhyACaptureCannotBeWritten() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--pcap", "/nonexistent/a.pcapng", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("cannot write the capture /nonexistent/a.pcapng: there is no such folder");
    assertThat(host.locked).isEmpty();
  }

  @Test
  void refusesAPeerWithoutAPort() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "192.0.2.3")).isEqualTo(ExitStatus.USAGE);
    assertSays("HOST:PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, no path leads to 203.0.113.9",
    "192.0.2.2, own address",
    "255.255.255.255, no address that a host can have",
    "224.0.0.1, no address that a host can have",
    "192.0.2.15, broadcast address"
  })
  void refusesAPeerThatCannotAnswer(final String peer, final String reason) {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--no-counters", peer + ":5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString().lines().skip(1)) // behind the one of the port
        .hasSize(1)
        .first()
        .asString()
        .startsWith("braidwire: ")
        .contains(reason);
  }

  @Test
  void refusesUnknownPoliciesBeforeAnythingIsOpened() {
    host.privileged = false; // would be said first if ports were opened before
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--congestion", "bogus", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("'bogus'", "cubic", "newreno");
  }

  @Test
  void offersNoSchedulerThatOnlyMeasures() {
    host.privileged = false;
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--scheduler", "bogus", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("'bogus'", "lowest-rtt");
    assertThat(err.toString()).doesNotContain("benchmark");
  }

  @Test
  void refusesKeepAliveMoreOftenThanItIsGoodFor() {
    host.privileged = false;
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--keep-alive", "100ms", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("keep-alive", "1 s");
  }

  @Test
  void refusesAnAddressThatNoHostCanHave() {
    assertThat(listen("--path", "eth1=192.0.2.15/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.15", "broadcast");
  }
}
