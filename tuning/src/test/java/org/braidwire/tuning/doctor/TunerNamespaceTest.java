package org.braidwire.tuning.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a network namespace, changed and put back in one of the test's own, on the real files. */
class TunerNamespaceTest {
  private static final String FORWARD = "/proc/sys/net/ipv4/ip_forward";
  private static final String NAMESPACE = "bw" + ProcessHandle.current().pid() + "doctor";
  private static final List<Setting> ON = List.of(new Setting(FORWARD, "1"));

  /** Its {@code proc} is the real one; the record lies in the folder. */
  @TempDir
  Path root;

  private Host host;

  @BeforeEach
  void makeANamespace() throws Exception {
    Requirement.NETNS.require();
    run("ip", "netns", "add", NAMESPACE);
    Files.createSymbolicLink(root.resolve("proc"), Path.of("/proc"));
    host = new Host(root, Jvm.current(), Devices.linux());
  }

  @AfterEach
  void removeIt() throws Exception {
    Files.deleteIfExists(root.resolve("proc"));
    if (Files.exists(Path.of("/var/run/netns", NAMESPACE))) {
      run("ip", "netns", "delete", NAMESPACE);
    }
  }

  @Test
  void changesTheNamespaceItIsInAndPutsItBackOnlyThere() throws Exception {
    final String outside = Files.readString(Path.of(FORWARD));
    assertThat(inside(() -> host.read(FORWARD).orElseThrow())).isEqualTo("0");

    assertThat(inside(() -> new Tuner(host, false).apply(ON))).noneMatch(Outcome::failed);

    assertThat(inside(() -> host.read(FORWARD).orElseThrow())).isEqualTo("1");
    assertThat(Files.readString(Path.of(FORWARD))).as("outside").isEqualTo(outside);

    assertThat(new Tuner(host, false).undo())
        .singleElement()
        .matches(Outcome::failed)
        .matches(outcome -> outcome.text().contains("undo it from there"));
    assertThat(inside(() -> new Tuner(host, false).undo())).noneMatch(Outcome::failed);
    assertThat(inside(() -> host.read(FORWARD).orElseThrow())).isEqualTo("0");
  }

  @Test
  void findsForwardingAndTheFirewallOfTheNamespace() throws Exception {
    inside(() -> new Tuner(host, false).apply(ON));
    final List<Finding> findings = inside(() -> new Doctor(host, DoctorPlan.hostOnly()).examine());
    assertThat(findings)
        .filteredOn(finding -> finding.subject().equals("IP forwarding"))
        .allMatch(finding -> finding.status() == Finding.Status.ADVICE)
        .hasSize(1);
    assertThat(findings)
        .filteredOn(finding -> finding.subject().equals("firewall"))
        .extracting(Finding::found)
        .containsExactly("no rules");
  }

  private static <T> T inside(final Callable<T> body) throws Exception {
    return NetNamespace.call(NAMESPACE, body);
  }

  private static void run(final String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
