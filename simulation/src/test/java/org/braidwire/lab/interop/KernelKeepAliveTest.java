package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.KeepAlive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that rest, with keep-alive at one end or at the other: each answers, and neither is given up. */
class KernelKeepAliveTest extends InteropTest {
  private static final long INTERVAL_NS = 1_000_000_000L;

  private static final int PROBES = 2;
  private static final StackConfig OURS =
      StackConfig.defaults().withKeepAlive(new KeepAlive(INTERVAL_NS, INTERVAL_NS, PROBES));
  private static final int WRITE_BYTES = 10_000;

  private final WriteSource up = new WriteSource(UP_KEY, WRITE_BYTES);
  private final WriteSource down = new WriteSource(DOWN_KEY, WRITE_BYTES);

  /** It is the same on each. */
  static Stream<Arguments> settings() {
    return Stream.of(setting(PortChoice.AF_PACKET, true, LabHost.ROUTER));
  }

  @ParameterizedTest(name = "MPTCP {0}, kernel connects {1}")
  @CsvSource({"false, true", "true, true", "true, false"})
  void theKernelAnswersOurs(final boolean mptcp, final boolean kernelConnects) throws Exception {
    final Ends ends = rest(OURS, kernelConnects, mptcp ? KernelPeerPlan.mptcp() : KernelPeerPlan.tcp());
    final KernelCounters before = kernel();
    final long askedBefore = stack.count("KEEP_ALIVES_SENT");

    final int subflows = mptcp ? 2 : 1;
    // As many again as would have ended it, had they not been answered.
    final long enough = askedBefore + 3L * (PROBES + 1) * subflows;
    until(ends, "the kernel was asked often", () -> stack.count("KEEP_ALIVES_SENT") >= enough);

    assertThat(established(info(ends))).as(() -> describe(ends)).isEqualTo(subflows);
    final KernelCounters since = kernel().since(before);
    assertThat(since.get("TcpOutSegs"))
        .as("what the kernel says while it rests: an answer to each but the newest")
        .isGreaterThanOrEqualTo(enough - askedBefore - subflows);
    assertThat(since.get("TcpExtTCPACKSkippedSeq")).isZero();
    finish(ends);
  }

  @ParameterizedTest(name = "MPTCP {0}, kernel connects {1}")
  @CsvSource({"false, true", "true, true", "true, false"})
  void weAnswerTheKernels(final boolean mptcp, final boolean kernelConnects) throws Exception {
    final Ends ends = rest(
        StackConfig.defaults(),
        kernelConnects,
        (mptcp ? KernelPeerPlan.mptcp() : KernelPeerPlan.tcp()).withKeepAlive());

    // Two that nobody answers end a connection there.
    until(ends, "the kernel has asked often", () -> kernel().get("TcpExtTCPKeepAlive") >= 6);

    assertThat(established(info(ends))).as(() -> describe(ends)).isEqualTo(mptcp ? 2 : 1);
    assertThat(stack.count("PROBES_ANSWERED"))
        .isGreaterThanOrEqualTo(kernel().get("TcpExtTCPKeepAlive") - (mptcp ? 2 : 1));
    assertThat(stack.count("CHALLENGE_ACKS")).isZero();
    finish(ends);
  }

  /** The kernel knows nothing of it and keeps its own end of the subflow. */
  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void aPathThatFallsSilentAtRestIsLeft(final boolean kernelConnects) throws Exception {
    final Ends ends = rest(OURS, kernelConnects, KernelPeerPlan.mptcp());

    laboratory.silentDrop(1, true);
    until(ends, "the path is known to be dead", () -> established(info(ends)) == 1);

    final ConnectionInfo left = info(ends);
    assertThat(left.reinjectedTimeoutBytes()).as("nobody had to try it").isZero();
    finish(ends);
  }

  /** Both ends have said something on all subflows there are, and are silent. */
  private Ends rest(final StackConfig config, final boolean kernelConnects, final KernelPeerPlan plan)
      throws InterruptedException {
    final boolean mptcp = plan.protocol() == KernelPeerPlan.mptcp().protocol();
    final LabPlan lab = LabPlan.links(mptcp ? 2 : 1);
    open(kernelConnects ? lab : lab.withoutSubflowEndpoints(), config);
    final Ends ends = connect(kernelConnects, plan, up, down);
    until(
        ends,
        "both have heard each other",
        () -> atWire.bytes() == WRITE_BYTES && atKernel.bytes() == WRITE_BYTES);
    if (mptcp) {
      until(ends, "both subflows are there", () -> hasSubflows(ends, 2));
    }
    return ends;
  }

  private void finish(final Ends ends) throws InterruptedException {
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
  }
}
