package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.braidwire.io.linux.KernelSocketInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel against itself: what the laboratory's peers and faults do before Braidwire is one of the ends. */
@Timeout(120)
class KernelPeerTest {
  private static final int PORT = 5001;
  private static final long UP_KEY = 1;
  private static final long DOWN_KEY = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PatternSink atServer = new PatternSink(UP_KEY, new PhaseTimes("all"));
  private final PatternSink atClient = new PatternSink(DOWN_KEY, new PhaseTimes("all"));

  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void twoSubflowsCarryAStreamBothWays() throws Exception {
    final PatternSource up = PatternSource.exactly(UP_KEY, 16 << 20);
    final PatternSource down = PatternSource.exactly(DOWN_KEY, 16 << 20);
    try (Laboratory laboratory =
            Laboratory.open(LabPlan.links(2).withTwoKernels().withChecksum(true));
        KernelPeer server = server(laboratory, KernelPeerPlan.mptcp(), down);
        KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), up)) {
      assertThat(client.await(PATIENCE)).isTrue();
      assertThat(server.await(PATIENCE)).isTrue();

      assertThat(client.failure()).isEmpty();
      assertThat(server.failure()).isEmpty();
      assertThat(atServer.fault()).isNull();
      assertThat(atServer.sha256()).isEqualTo(up.sha256());
      assertThat(atClient.sha256()).isEqualTo(down.sha256());
      assertThat(laboratory.counters(LabSide.WIRE).get("MPTcpExtMPJoinAckRx"))
          .isEqualTo(1);
      final KernelSocketInfo info = client.info().orElseThrow();
      assertThat(info.mptcp()).isTrue();
      assertThat(info.checksum()).isTrue();
    }
  }

  @Test
  void theOtherLinkCarriesOnWhenOneGoesDown() throws Exception {
    survive((laboratory, link) -> laboratory.setLinkUp(link, false), 0);
  }

  @Test
  void theOtherLinkCarriesOnWhenOneSilentlyDrops() throws Exception {
    survive((laboratory, link) -> laboratory.silentDrop(link, true), 1);
  }

  /** Judges the fault, not the streams: two kernels of Linux 6.18 now and then lose octets of theirs (80 at 65,536, once). */
  private void survive(final BiConsumer<Laboratory, Integer> fault, final int link) throws Exception {
    final PatternSource up = new PatternSource(UP_KEY, 0);
    final PatternSource down = new PatternSource(DOWN_KEY, 0);
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(2).withTwoKernels());
        KernelPeer server = server(laboratory, KernelPeerPlan.mptcp(), down);
        KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), up)) {
      until(() -> client.info().map(info -> info.subflows().size() == 2).orElse(false), client);

      fault.accept(laboratory, link);
      expectProgress(client);
      up.finish();
      down.finish();

      assertThat(client.await(PATIENCE)).isTrue();
      assertThat(server.await(PATIENCE)).isTrue();
      assertThat(client.failure()).isEmpty();
      assertThat(server.failure()).isEmpty();
    }
  }

  @Test
  void aSilentDropAndALinkDownCutTheOnlyLinkBothWays() throws Exception {
    final MessageSource up = new MessageSource(UP_KEY, 1_000_000);
    final MessageSource down = new MessageSource(DOWN_KEY, 1_000_000);
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1).withTwoKernels());
        MessageSink messagesUp = new MessageSink(UP_KEY, new PhaseTimes("all"));
        MessageSink messagesDown = new MessageSink(DOWN_KEY, new PhaseTimes("all"));
        KernelPeer server = KernelPeer.listen(
            laboratory.namespace(LabSide.WIRE), KernelPeerPlan.tcp(), PORT, down, messagesUp);
        KernelPeer client = KernelPeer.connect(
            laboratory.namespace(LabSide.KERNEL),
            KernelPeerPlan.tcp(),
            LabAddresses.socket(LabSide.WIRE, 0, PORT),
            up,
            messagesDown)) {
      until(() -> messagesUp.messages() > 20 && messagesDown.messages() > 20, client);

      laboratory.silentDrop(0, true);
      laboratory.silentDrop(0, true);
      assertThat(laboratory.describe(LabSide.WIRE)).contains("LOWER_UP> mtu 1500");
      expectSilence(messagesUp, messagesDown);
      laboratory.silentDrop(0, false);
      expectMore(messagesUp, messagesDown, client);

      laboratory.setLinkUp(0, false);
      assertThat(laboratory.describe(LabSide.WIRE)).doesNotContain("LOWER_UP> mtu 1500");
      expectSilence(messagesUp, messagesDown);
      laboratory.setLinkUp(LabSide.KERNEL, 0, true);
      expectMore(messagesUp, messagesDown, client);

      up.finish();
      down.finish();
      assertThat(client.await(PATIENCE)).isTrue();
      assertThat(server.await(PATIENCE)).isTrue();
      assertThat(messagesUp.fault()).isNull();
      assertThat(messagesUp.messages()).isEqualTo(up.messages());
      assertThat(messagesDown.messages()).isEqualTo(down.messages());
    }
  }

  @Test
  void strippedOptionsMakeItPlainTcp() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(2).withTwoKernels())) {
      LabRequirement.stripping(laboratory);
      for (final LabFaults.Strip strip : new LabFaults.Strip[] {
        LabFaults.Strip.KERNEL_SYN, LabFaults.Strip.WIRE_SYN_ACK, LabFaults.Strip.AFTER_HANDSHAKE
      }) {
        laboratory.faults().stripOptions(strip);
        final PatternSink received = new PatternSink(UP_KEY, new PhaseTimes("all"));
        final PatternSource up = PatternSource.exactly(UP_KEY, 300_000);
        try (KernelPeer server = KernelPeer.listen(
                laboratory.namespace(LabSide.WIRE),
                KernelPeerPlan.mptcp(),
                PORT,
                PatternSource.exactly(DOWN_KEY, 0),
                received);
            KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), up)) {
          assertThat(client.await(PATIENCE)).isTrue();
          assertThat(server.await(PATIENCE)).isTrue();

          assertThat(client.info().orElseThrow().mptcp())
              .as(strip.toString())
              .isFalse();
          assertThat(received.sha256()).as(strip.toString()).isEqualTo(up.sha256());
        }
      }
      laboratory.faults().stopStripping();
    }
  }

  @Test
  void aSignalledAddressWithAPortIsJoined() throws Exception {
    // Neither direction may have ended: a kernel joins no more once it has sent or seen a DATA_FIN.
    final PatternSource up = new PatternSource(UP_KEY, 0);
    final PatternSource down = new PatternSource(DOWN_KEY, 0);
    try (Laboratory laboratory =
        Laboratory.open(LabPlan.links(2).withTwoKernels().withoutSubflowEndpoints())) {
      laboratory.addEndpoint(LabSide.WIRE, 1, LabEndpoint.SIGNAL, PORT + 1);
      try (KernelPeer server = server(laboratory, KernelPeerPlan.mptcp(), down);
          KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), up)) {
        until(
            () -> client.info()
                .map(info -> info.subflows().size() == 2)
                .orElse(false),
            client);
        up.finish();
        down.finish();

        assertThat(client.await(PATIENCE)).isTrue();
        assertThat(server.await(PATIENCE)).isTrue();
        final KernelCounters counters = laboratory.counters(LabSide.WIRE);
        assertThat(counters.get("MPTcpExtMPJoinPortAckRx"))
            .as("%s", counters.nonZero("MPTcp"))
            .isEqualTo(1);
        assertThat(laboratory.counters(LabSide.KERNEL).get("MPTcpExtAddAddr"))
            .isEqualTo(1);
      }
    }
  }

  @Test
  void abortingIsAFastclose() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1).withTwoKernels());
        KernelPeer server = server(laboratory, KernelPeerPlan.mptcp(), new PatternSource(DOWN_KEY, 0));
        KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), new PatternSource(UP_KEY, 0))) {
      until(() -> atServer.bytes() > 100_000 && atClient.bytes() > 100_000, client);

      client.abort();

      assertThat(server.await(PATIENCE)).isTrue();
      assertThat(server.failure()).isPresent();
      assertThat(laboratory.counters(LabSide.KERNEL).get("MPTcpExtMPFastcloseTx"))
          .isPositive();
      assertThat(laboratory.counters(LabSide.WIRE).get("MPTcpExtMPFastcloseRx"))
          .isPositive();
    }
  }

  @Test
  void aRefusedConnectionIsAFailureThatNamesTheAddress() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1).withTwoKernels());
        KernelPeer client = client(laboratory, KernelPeerPlan.mptcp(), PatternSource.exactly(UP_KEY, 1))) {
      assertThat(client.await(PATIENCE)).isTrue();

      assertThat(client.phase()).isEqualTo(KernelPeer.Phase.FAILED);
      assertThat(client.failure().orElseThrow())
          .hasMessageContaining("192.0.2.2:5001")
          .hasMessageContaining("REFUSED");
    }
  }

  private KernelPeer server(final Laboratory laboratory, final KernelPeerPlan plan, final StreamSource source) {
    return KernelPeer.listen(laboratory.namespace(LabSide.WIRE), plan, PORT, source, atServer);
  }

  private KernelPeer client(final Laboratory laboratory, final KernelPeerPlan plan, final StreamSource source) {
    return KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL),
        plan,
        LabAddresses.socket(LabSide.WIRE, 0, PORT),
        source,
        atClient);
  }

  /** More arrives in both directions than what any queue could still have held. */
  private void expectProgress(final KernelPeer client) throws InterruptedException {
    final long upBytes = atServer.bytes();
    final long downBytes = atClient.bytes();
    until(() -> atServer.bytes() > upBytes + (2 << 20) && atClient.bytes() > downBytes + (2 << 20), client);
  }

  private static void expectSilence(final MessageSink up, final MessageSink down) throws InterruptedException {
    Thread.sleep(50); // what was under way arrives
    final long upMessages = up.messages();
    final long downMessages = down.messages();
    Thread.sleep(100);
    assertThat(up.messages()).isEqualTo(upMessages);
    assertThat(down.messages()).isEqualTo(downMessages);
  }

  private static void expectMore(final MessageSink up, final MessageSink down, final KernelPeer client)
      throws InterruptedException {
    final long upMessages = up.messages();
    final long downMessages = down.messages();
    until(() -> up.messages() > upMessages + 10 && down.messages() > downMessages + 10, client);
  }

  private static void until(final BooleanSupplier condition, final KernelPeer client) throws InterruptedException {
    final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs)
          .as("patience; client: %s %s", client.failure(), client.info())
          .isNegative();
      Thread.sleep(5);
    }
  }
}
