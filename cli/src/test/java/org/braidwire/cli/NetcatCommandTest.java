package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    assertThat(err.toString().lines())
        .first()
        .isEqualTo(
            "braidwire: in-memory wire eth1a (--io auto: any interface has it, and it takes super-segments)");
  }

  @Test
  void saysWhyACaptureCannotBeWritten() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "--pcap", "/nonexistent/a.pcapng", "192.0.2.3:5001"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("/nonexistent/a.pcapng");
    assertThat(host.locked).isEmpty();
  }

  @Test
  void refusesAPeerWithoutAPort() {
    assertThat(connect("--path", "eth1=192.0.2.2/28", "192.0.2.3")).isEqualTo(ExitStatus.USAGE);
    assertSays("HOST:PORT");
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
  void refusesAnAddressThatNoHostCanHave() {
    assertThat(listen("--path", "eth1=192.0.2.15/28", "--port", "5001", "--sink"))
        .isEqualTo(ExitStatus.USAGE);
    assertSays("192.0.2.15", "broadcast");
  }
}
