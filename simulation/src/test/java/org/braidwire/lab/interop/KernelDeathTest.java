package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.io.silence.SilencePolicy;
import org.braidwire.lab.KernelPeer;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.lab.PatternSink;
import org.braidwire.lab.PatternSource;
import org.braidwire.lab.PhaseTimes;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kernel peer sees when the process with our stack is killed. */
@Timeout(90)
class KernelDeathTest {
  private static final int PORT = 5001;
  private static final long KEY = 0x5eed_0004L;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LATER = Duration.ofSeconds(30);

  /** In which a peer that is to hear nothing hears nothing. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** How long a peer keeps a connection without subflows; by itself a minute. */
  private static final Duration HOPE = Duration.ofSeconds(3);

  @TempDir
  private Path folder;

  private Laboratory laboratory;
  private KernelPeer peer;

  @BeforeAll
  static void requireLaboratory() {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();
  }

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "bpf", "bpf", folder.toString());
  }

  @AfterEach
  void closeAll() throws Exception {
    if (peer != null) {
      peer.close();
    }
    if (laboratory != null) {
      laboratory.close();
    }
    run("umount", folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP})
  void atAnAddressOfTheHostItsKernelResetsThePeer(final String io) throws Exception {
    open(1, LabHost.SHARED, io);
    try (StackProcess process = start(io, SilencePolicy.RESET_ON_DEATH)) {
      sendTo(process, KernelPeerPlan.tcp());
      process.kill();
      assertThat(peer.await(SOON)).isTrue();
      assertThat(peer.failure()).isPresent();
      assertThat(hostsResets()).isPositive();
    }
  }

  /**
   * The kernel beside us resets both subflows at once. But a Linux peer does not tell its application then: it hopes for
   * another subflow, for as long as its own switch says.
   */
  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP})
  void everySubflowIsResetAndTheConnectionOutlivesThem(final String io) throws Exception {
    open(2, LabHost.SHARED, io);
    run(
        "ip",
        "netns",
        "exec",
        laboratory.namespace(LabSide.KERNEL),
        "sh",
        "-c",
        "echo " + HOPE.toSeconds() + " > /proc/sys/net/mptcp/close_timeout");
    try (StackProcess process = start(io, SilencePolicy.RESET_ON_DEATH)) {
      sendTo(process, KernelPeerPlan.mptcp());
      process.kill();
      until("both are reset", () -> peersResets() == 2 && established() == 0);
      assertThat(hostsResets()).isGreaterThanOrEqualTo(2);
      assertThat(peer.phase()).isEqualTo(KernelPeer.Phase.TRANSFERRING);
      assertThat(peer.await(LATER)).isTrue();
      assertThat(peer.failure()).isPresent();
    }
  }

  /** Of neither link; a TAP has no other address. */
  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP, PortChoice.TAP})
  void atAddressesOfOurOwnNobodyAnswers(final String io) throws Exception {
    open(2, LabHost.BARE, io);
    try (StackProcess process = start(io, SilencePolicy.RESET_ON_DEATH)) {
      sendTo(process, KernelPeerPlan.mptcp());
      process.kill();
      assertThat(peer.await(QUIET)).isFalse();
      assertThat(established()).isEqualTo(2);
      assertThat(peersResets()).isZero();
      assertThat(laboratory.kernelAnswers()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP})
  void silentThePeerHearsNothingUntilTheSuccessorAnswers(final String io) throws Exception {
    open(1, LabHost.SHARED, io);
    try (StackProcess process = start(io, SilencePolicy.SILENT_ON_DEATH)) {
      sendTo(process, KernelPeerPlan.tcp());
      process.kill();
      assertThat(peer.await(QUIET)).isFalse();
      assertThat(hostsResets()).isZero();
      assertThat(pins()).isEqualTo(1);
    }
    try (StackProcess successor = start(io, SilencePolicy.SILENT_ON_DEATH)) {
      assertThat(successor).isNotNull();
      assertThat(peer.await(LATER)).isTrue();
      assertThat(peer.failure()).isPresent();
      assertThat(hostsResets()).as("it was the successor that reset it").isZero();
      assertThat(pins()).isEqualTo(1);
    }
    assertThat(pins()).as("a process that ends leaves nothing").isZero();
  }

  @Test
  void aSuccessorThatIsToBeResetTakesThePredecessorsSilenceAway() throws Exception {
    open(1, LabHost.SHARED, PortChoice.AF_PACKET);
    try (StackProcess process = start(PortChoice.AF_PACKET, SilencePolicy.SILENT_ON_DEATH)) {
      process.kill();
      assertThat(pins()).isEqualTo(1);
    }
    start(PortChoice.AF_PACKET, SilencePolicy.RESET_ON_DEATH).close();
    assertThat(pins()).isZero();
  }

  private void open(final int links, final LabHost host, final String io) {
    if (io.equals(PortChoice.AF_XDP)) {
      Requirement.AF_XDP.require();
    }
    laboratory = Laboratory.open(
        LabPlan.links(links).withHost(host).withPorts(PortChoice.auto().withIo(io)));
  }

  private StackProcess start(final String io, final SilencePolicy policy) throws IOException {
    final LabPlan plan = laboratory.plan();
    final String ports = plan.host().sharesAddresses() ? ",ports=" + LabHost.SHARED_PORTS : "";
    final List<String> paths = IntStream.range(0, plan.links())
        .mapToObj(link -> LabAddresses.path(LabSide.WIRE, link) + ports)
        .toList();
    return new StackProcess(
        laboratory.namespace(LabSide.WIRE),
        paths,
        PortChoice.auto().withIo(io).withSilence(policy),
        PORT,
        folder);
  }

  /** A kernel peer is in the middle of sending to {@code process}. */
  private void sendTo(final StackProcess process, final KernelPeerPlan plan) throws InterruptedException {
    assertThat(process).isNotNull();
    final PatternSource source = new PatternSource(KEY, Long.MAX_VALUE);
    peer = KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL),
        plan,
        LabAddresses.socket(LabSide.WIRE, 0, PORT),
        source,
        new PatternSink(KEY, new PhaseTimes("all")));
    until(
        "the peer sends on every link",
        () -> peer.sentBytes() >= 16 << 20
            && subflows()
                    .filter(subflow -> subflow.bytesAcked() > 0)
                    .count()
                == laboratory.plan().links());
  }

  private static void until(final String what, final BooleanSupplier condition) throws InterruptedException {
    final long deadlineNs = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as(what).isNegative();
      Thread.sleep(5);
    }
  }

  private Stream<KernelSocketInfo.Subflow> subflows() {
    return peer.info().map(KernelSocketInfo::subflows).orElse(List.of()).stream();
  }

  private long established() {
    return subflows()
        .filter(subflow -> subflow.state().equals("ESTABLISHED"))
        .count();
  }

  /** Connections of the peer, subflows included, that came to their end by a reset. */
  private long peersResets() {
    return laboratory.counters(LabSide.KERNEL).get("TcpEstabResets");
  }

  private long hostsResets() {
    return laboratory.counters(LabSide.WIRE).get("TcpOutRsts");
  }

  private long pins() throws IOException {
    final Path pins = folder.resolve("braidwire");
    if (!Files.exists(pins)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(pins)) {
      return files.count();
    }
  }

  private static void run(final String... command) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }
}
