package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;

/** An interface vanishes in the middle of a transfer and comes back as another one of the same name. */
class KernelInterfaceTest extends InteropTest {
  private static final long GONE_MS = 1_000;

  /** Kinds of ports whose interface is not their own. */
  static Stream<Arguments> settings() {
    return Stream.of(PortChoice.AF_PACKET, PortChoice.AF_XDP).flatMap(InteropTest::bothWays);
  }

  @ParameterizedTest(name = "kernel connects {0}, link {1}")
  @CsvSource({"true, 0", "true, 1", "false, 0", "false, 1"})
  void theRecreatedLinkCarriesAgainAndEveryByteArrives(final boolean kernelConnects, final int link)
      throws Exception {
    final LabPlan plan = LabPlan.links(2);
    open(kernelConnects ? plan : plan.withoutSubflowEndpoints(), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));
    until(
        ends,
        "both carry both ways",
        () -> on(ends, 0, SubflowInfo::sentBytes) > 100_000
            && on(ends, 0, SubflowInfo::receivedBytes) > 100_000
            && on(ends, 1, SubflowInfo::sentBytes) > 100_000
            && on(ends, 1, SubflowInfo::receivedBytes) > 100_000);

    laboratory.removeLink(link);
    until(
        ends,
        "its subflow is suspended",
        () -> info(ends).subflows().stream().anyMatch(SubflowInfo::suspended));
    final long sentBefore = atKernel.bytes();
    Thread.sleep(GONE_MS);
    if (kernelConnects || link == 1) { // else the address has gone to which both subflows lead
      assertThat(atKernel.bytes()).as("the other link goes on").isGreaterThan(sentBefore);
    }
    laboratory.restoreLink(link);

    final long sent = on(ends, link, SubflowInfo::sentBytes);
    final long received = on(ends, link, SubflowInfo::receivedBytes);
    until(
        ends,
        "the link carries new bytes both ways",
        () -> on(ends, link, SubflowInfo::sentBytes) > sent + 100_000
            && on(ends, link, SubflowInfo::receivedBytes) > received + 100_000);
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTroubleAtTheKernel();
    assertThat(info(ends).multipath()).isTrue();
    assertThat(stack.portCount(link, Kind.REOPENS)).isEqualTo(1);
    assertThat(stack.warnings()).hasSize(2).allMatch(line -> line.contains(laboratory.device(LabSide.WIRE, link)));
  }

  /** What subflows over {@code link} count together. */
  private long on(final Ends ends, final int link, final ToLongFunction<SubflowInfo> figure) {
    return info(ends).subflows().stream()
        .filter(subflow -> subflow.path().equals(laboratory.device(LabSide.WIRE, link)))
        .mapToLong(figure)
        .sum();
  }
}
