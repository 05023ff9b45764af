package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
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

  @TempDir
  private Path folder;

  private Laboratory laboratory;
  private KernelPeer peer;

  @BeforeAll
  static void requireLaboratory() {
    Requirement.NETNS.require();
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

  @Test
  void atAnAddressOfTheHostItsKernelResetsThePeer() throws Exception {
    open(LabHost.SHARED);
    try (StackProcess process = start(PortChoice.AF_PACKET, SilencePolicy.RESET_ON_DEATH)) {
      sendTo(process);
      process.kill();
      assertThat(peer.await(SOON)).isTrue();
      assertThat(peer.failure()).isPresent();
      assertThat(hostsResets()).isPositive();
    }
  }

  @Test
  void atAnAddressOfOurOwnNobodyAnswers() throws Exception {
    open(LabHost.BARE);
    try (StackProcess process = start(PortChoice.AF_PACKET, SilencePolicy.RESET_ON_DEATH)) {
      sendTo(process);
      process.kill();
      assertThat(peer.await(SOON)).isFalse();
      assertThat(laboratory.kernelAnswers()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP})
  void silentThePeerHearsNothingUntilTheSuccessorAnswers(final String io) throws Exception {
    open(LabHost.SHARED);
    try (StackProcess process = start(io, SilencePolicy.SILENT_ON_DEATH)) {
      sendTo(process);
      process.kill();
      assertThat(peer.await(SOON)).isFalse();
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
    open(LabHost.SHARED);
    try (StackProcess process = start(PortChoice.AF_PACKET, SilencePolicy.SILENT_ON_DEATH)) {
      process.kill();
      assertThat(pins()).isEqualTo(1);
    }
    start(PortChoice.AF_PACKET, SilencePolicy.RESET_ON_DEATH).close();
    assertThat(pins()).isZero();
  }

  private void open(final LabHost host) {
    laboratory = Laboratory.open(LabPlan.links(1).withHost(host));
  }

  private StackProcess start(final String io, final SilencePolicy policy) throws IOException {
    String path = laboratory.device(LabSide.WIRE, 0) + "=" + LabAddresses.wire(0) + "/28";
    if (laboratory.plan().host() == LabHost.SHARED) {
      path += ",ports=" + LabHost.SHARED_PORTS;
    }
    return new StackProcess(
        laboratory.namespace(LabSide.WIRE),
        path,
        PortChoice.auto().withIo(io).withSilence(policy),
        PORT,
        folder);
  }

  /** A kernel peer is in the middle of sending to {@code process}. */
  private void sendTo(final StackProcess process) throws InterruptedException {
    assertThat(process).isNotNull();
    final PatternSource source = new PatternSource(KEY, Long.MAX_VALUE);
    peer = KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL),
        KernelPeerPlan.tcp(),
        LabAddresses.socket(LabSide.WIRE, 0, PORT),
        source,
        new PatternSink(KEY, new PhaseTimes("all")));
    final long deadlineNs = System.nanoTime() + SOON.toNanos();
    while (peer.sentBytes() < 16 << 20) {
      assertThat(System.nanoTime() - deadlineNs).as("the peer sends").isNegative();
      Thread.sleep(5);
    }
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
