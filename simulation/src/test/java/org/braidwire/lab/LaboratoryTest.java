package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.linux.ProcessIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaboratoryTest {
  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void closingLeavesNothing() {
    final String kernel;
    final String wire;
    try (Laboratory laboratory = Laboratory.open(2)) {
      kernel = laboratory.namespace(LabSide.KERNEL);
      wire = laboratory.namespace(LabSide.WIRE);
      assertThat(LabNames.existing()).contains(kernel, wire);
    }

    assertThat(LabNames.existing()).doesNotContain(kernel, wire);
    assertThat(LabCommand.run("ip", "link", "show")).doesNotContain("kern1", "wire1");
  }

  @Test
  void twoLaboratoriesLiveSideBySide() {
    try (Laboratory first = Laboratory.open(1);
        Laboratory second = Laboratory.open(LabPlan.links(3).withTwoKernels())) {
      assertThat(first.namespace(LabSide.WIRE)).isNotEqualTo(second.namespace(LabSide.WIRE));
      assertThat(second.describe(LabSide.KERNEL)).contains("kern3");
      assertThat(first.describe(LabSide.KERNEL)).doesNotContain("kern2");
    }
  }

  @Test
  void sweepsLeftoversOfADeadProcessOnly() throws Exception {
    final ProcessIdentity self = ProcessIdentity.self();
    final Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    final String leftover =
        LabNames.of(new ProcessIdentity(dead.pid(), self.startTicks() + 1, self.pidNamespace()), "a1");
    final String own = LabNames.of(self, "a1000");
    final String ofAnotherContainer =
        LabNames.of(new ProcessIdentity(dead.pid(), self.startTicks(), self.pidNamespace() + 1), "a1");

    assertThat(sweep(leftover, own, ofAnotherContainer)).containsExactlyInAnyOrder(own, ofAnotherContainer);
  }

  @Test
  void sweepsLeftoversWhoseProcessNumberAnotherProcessHasByNow() {
    final ProcessIdentity self = ProcessIdentity.self();
    final String leftover =
        LabNames.of(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.pidNamespace()), "b2");

    assertThat(sweep(leftover)).isEmpty();
  }

  @Test
  void leavesWhatSomebodyElseHasNamed() {
    final String[] foreign = {"bw999999x", "bw999999a1", "braidwire-999999-1", "braidwire-lab"};

    assertThat(sweep(foreign)).containsExactlyInAnyOrder(foreign);
  }

  /** Which of the namespaces are still there after a sweep. */
  private static List<String> sweep(final String... names) {
    try {
      for (final String name : names) {
        LabCommand.run("ip", "netns", "add", name);
      }
      Laboratory.sweep();
      return Stream.of(names).filter(LabNames::exists).toList();
    } finally {
      Stream.of(names).forEach(LabNamespaces::delete);
    }
  }

  @Test
  void theWireSideHasInterfacesButNoAddresses() {
    try (Laboratory laboratory = Laboratory.open(2)) {
      final String addresses =
          LabCommand.run("ip", "-n", laboratory.namespace(LabSide.WIRE), "-brief", "address", "show");

      assertThat(addresses)
          .contains("wire1")
          .contains("wire2")
          .doesNotContain("192.0.2.")
          .doesNotContain("fe80");
      assertThat(LabCommand.run("ip", "-n", laboratory.namespace(LabSide.KERNEL), "mptcp", "endpoint", "show"))
          .contains("192.0.2.17")
          .contains("subflow")
          .doesNotContain("192.0.2.1 ");
    }
  }

  @Test
  void twoStacksOfOurOwnNeedNoPathManagerOfTheKernel() {
    try (Laboratory two = Laboratory.open(LabPlan.links(2).withTwoWires());
        Laboratory one = Laboratory.open(2)) {
      assertThat(pathManager(one)).contains("subflows 8");
      assertThat(pathManager(two)).doesNotContain("subflows 8");
    }
  }

  private static String pathManager(final Laboratory laboratory) {
    return LabCommand.run("ip", "-n", laboratory.namespace(LabSide.KERNEL), "mptcp", "limits", "show");
  }

  @Test
  void theKernelOfTheWireSideStaysSilentForAddressesThatAreNotItsOwn() throws Exception {
    try (Laboratory laboratory = Laboratory.open(1);
        PeerWithoutAnswer peer = new PeerWithoutAnswer(laboratory)) {
      assertThat(peer.failure()).contains("did not connect");
      assertThat(peer.framesSeenByTheKernelHost()).isZero();
    }
  }

  @Test
  void theKernelSideMakesNoSuperSegmentsWithoutOffloads() {
    final LabPlan plan = LabPlan.links(1);

    assertThat(linkOfTheKernel(plan.withPorts(plan.ports().withOffloads(false))))
        .contains("gso_max_segs 1 ");
    assertThat(linkOfTheKernel(plan.withPorts(plan.ports().withOffloads(true))))
        .doesNotContain("gso_max_segs 1 ");
  }

  private static String linkOfTheKernel(final LabPlan plan) {
    try (Laboratory laboratory = Laboratory.open(plan)) {
      return LabCommand.run(
          "ip", "-n", laboratory.namespace(LabSide.KERNEL), "-details", "link", "show", "kern1");
    }
  }

  @Test
  void theKernelSideReceivesOnOneCore() {
    try (Laboratory laboratory = Laboratory.open(1)) {
      assertThat(LabCommand.run(
              "ip",
              "netns",
              "exec",
              laboratory.namespace(LabSide.KERNEL),
              "cat",
              "/sys/class/net/kern1/queues/rx-0/rps_cpus"))
          .matches("0*1\\n");
    }
  }

  @Test
  void aFailingCommandTellsItsComplaint() {
    assertThatThrownBy(() -> LabCommand.run("ip", "link", "show", "no-such-device"))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("ip link show no-such-device")
        .hasMessageContaining("does not exist");
  }

  @Test
  void aMissingCommandNamesWhatToInstall() {
    assertThatThrownBy(() -> LabCommand.run("no-such-program"))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("no-such-program");
  }

  /** A kernel client that knows the wire side's link address, so that its SYNs do arrive there. */
  private static final class PeerWithoutAnswer implements AutoCloseable {
    private static final long PATIENCE_NS = 500_000_000;

    private final Laboratory laboratory;
    private final KernelPeer peer;

    PeerWithoutAnswer(final Laboratory laboratory) {
      this.laboratory = laboratory;
      final String namespace = laboratory.namespace(LabSide.KERNEL);
      final String link = LabCommand.run("ip", "-n", laboratory.namespace(LabSide.WIRE), "link", "show", "wire1");
      final String linkAddress = link.replaceAll("(?s).*link/ether (\\S+).*", "$1");
      LabCommand.run(
          "ip", "-n", namespace, "neigh", "add", LabAddresses.wire(0), "lladdr", linkAddress, "dev", "kern1");
      peer = KernelPeer.connect(
          namespace,
          KernelPeerPlan.mptcp().withConnectTimeoutNs(PATIENCE_NS),
          LabAddresses.socket(LabSide.WIRE, 0, 5001),
          PatternSource.exactly(1, 1),
          new PatternSink(2, new PhaseTimes("all")));
    }

    String failure() throws InterruptedException {
      assertThat(peer.await(Duration.ofSeconds(20))).isTrue();
      return peer.failure().orElseThrow().getMessage();
    }

    long framesSeenByTheKernelHost() {
      final String line = LabInside.call(
          laboratory.namespace(LabSide.KERNEL),
          () -> Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
              .filter(each -> each.contains("kern1:"))
              .findFirst()
              .orElseThrow());
      return Long.parseLong(line.trim().split("\\s+", -1)[2]);
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
