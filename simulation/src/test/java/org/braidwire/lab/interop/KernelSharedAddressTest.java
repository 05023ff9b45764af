package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.lab.KernelPeer;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Pattern;
import org.braidwire.lab.PatternSink;
import org.braidwire.lab.PatternSource;
import org.braidwire.lab.PhaseTimes;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

/** Two TCPs on one address: ports 5000 to 5999 are ours, everything else is the host's kernel's as ever. */
class KernelSharedAddressTest extends InteropTest {
  private static final int KERNELS_PORT = 7000;
  private static final int KERNEL = 0xc000_0201;
  private static final int SHARED = 0xc000_0202;
  private static final long KERNELS_KEY = 0x5eed_0003L;
  private static final int LISTEN_NS = 300_000_000;

  /** A TAP shares no address; AF_XDP tells our frames from the host's by the same program. */
  static Stream<Arguments> settings() {
    return Stream.of(
        setting(PortChoice.AF_PACKET, true, LabHost.SHARED_ROUTER),
        setting(PortChoice.AF_PACKET, false, LabHost.SHARED),
        setting(PortChoice.AF_XDP, true, LabHost.SHARED_ROUTER));
  }

  @Override
  void expectSilence() {
    assertThat(laboratory.counters(LabSide.WIRE).get("TcpOutRsts"))
        .as("resets of the kernel beside us")
        .isZero();
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void oursAndTheKernelsConnectionsWorkSideBySide(final boolean kernelConnects) throws Exception {
    final LabPlan plan = LabPlan.links(2);
    open(kernelConnects ? plan : plan.withoutSubflowEndpoints(), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));

    final PatternSink atHost = new PatternSink(KERNELS_KEY, new PhaseTimes("all"));
    final KernelPeer server = keep(KernelPeer.listen(
        laboratory.namespace(LabSide.WIRE),
        KernelPeerPlan.tcp(),
        KERNELS_PORT,
        PatternSource.exactly(KERNELS_KEY, 0),
        atHost));
    final KernelPeer client = keep(KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL),
        KernelPeerPlan.tcp(),
        LabAddresses.socket(LabSide.WIRE, 0, KERNELS_PORT),
        PatternSource.exactly(KERNELS_KEY, MIB),
        new PatternSink(KERNELS_KEY, new PhaseTimes("all"))));
    assertThat(client.await(PATIENCE) && server.await(PATIENCE)).isTrue();
    assertThat(atHost.sha256()).isEqualTo(Pattern.sha256(MIB, KERNELS_KEY));

    until(
        ends,
        "both carry both ways",
        () -> info(ends).subflows().stream()
            .allMatch(subflow -> subflow.sentBytes() > 100_000 && subflow.receivedBytes() > 100_000));
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTroubleAtTheKernel();
    if (!kernelConnects) {
      assertThat(info(ends).subflows()).allMatch(KernelSharedAddressTest::isFromOurPorts);
    }
  }

  private static boolean isFromOurPorts(final SubflowInfo subflow) {
    final int port = Integer.parseInt(subflow.local().split(":", 2)[1]);
    return port >= 5000 && port <= 5999;
  }

  @Test
  void anAddressThatTheHostLosesClosesItsPathUntilItIsBack() throws Exception {
    open(LabPlan.links(2), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));

    laboratory.setHostAddress(1, false);
    until(
        ends,
        "its subflow is suspended",
        () -> info(ends).subflows().stream().anyMatch(SubflowInfo::suspended));
    final long before = atKernel.bytes();
    until(ends, "the other link goes on", () -> atKernel.bytes() > before + MIB);

    laboratory.setHostAddress(1, true);
    until(
        ends,
        "no subflow is suspended",
        () -> info(ends).subflows().stream().noneMatch(SubflowInfo::suspended));
    final long sent = sentOn(ends, 1);
    until(ends, "the link carries again", () -> sentOn(ends, 1) > sent + 100_000);
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTroubleAtTheKernel();
    final String device = laboratory.device(LabSide.WIRE, 1);
    assertThat(stack.warnings())
        .containsExactly(
            "interface " + device + " has lost an address: its path is closed until that is back",
            "interface " + device + " has its addresses again: its path is open again");
  }

  private long sentOn(final Ends ends, final int link) {
    return info(ends).subflows().stream()
        .filter(subflow -> subflow.path().equals(laboratory.device(LabSide.WIRE, link)))
        .mapToLong(SubflowInfo::sentBytes)
        .sum();
  }

  @Test
  void arpAndIcmpAreAnsweredByTheHostAlone() throws Exception {
    open(LabPlan.links(1), StackConfig.defaults());
    try (RawStation station = RawStation.open(laboratory)) {
      station.send(RawFrames.arpRequest(station.macAddress(), KERNEL, SHARED));
      final List<byte[]> replies = heard(station, frame -> isArpReply(frame));
      assertThat(replies).hasSize(1);

      final ByteBuffer reply = ByteBuffer.wrap(replies.getFirst());
      final RawFrames frames = new RawFrames(
          station.macAddress(),
          Short.toUnsignedLong(reply.getShort(22)) << 32 | Integer.toUnsignedLong(reply.getInt(24)));
      station.send(frames.echoRequest(KERNEL, SHARED, 1));
      assertThat(heard(station, frame -> frame.length >= 50 && frame[23] == 1 && frame[34] == 0))
          .hasSize(1);
    }
    assertThat(laboratory.counters(LabSide.WIRE).get("IcmpOutEchoReps")).isEqualTo(1);
    assertThat(stack.count("DROP_IP_LEFT_TO_HOST"))
        .as("it does not even reach us")
        .isZero();
  }

  @Test
  void aNeighbourThatHasNotSpokenIsFoundByTheHost() throws Exception {
    open(LabPlan.links(1).withoutSubflowEndpoints(), StackConfig.defaults());
    final Ends ends = connect(false, KernelPeerPlan.tcp(), 100, 100);
    expectFinished(ends);
    assertThat(laboratory.kernelAnswers()).containsKey("neighbours");
  }

  private static List<byte[]> heard(final RawStation station, final Predicate<byte[]> wanted) {
    final List<byte[]> frames = new ArrayList<>();
    final long deadlineNs = System.nanoTime() + LISTEN_NS;
    while (System.nanoTime() - deadlineNs < 0) {
      station.heard().stream().filter(wanted).forEach(frames::add);
      LockSupport.parkNanos(1_000_000);
    }
    return frames;
  }

  private static boolean isArpReply(final byte[] frame) {
    final ByteBuffer buffer = ByteBuffer.wrap(frame);
    return frame.length >= 42
        && buffer.getShort(12) == 0x0806
        && buffer.getShort(20) == 2
        && buffer.getInt(28) == SHARED;
  }
}
