package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

/** Both hosts on links without a link layer: no Ethernet, no ARP, a kernel peer behind it. */
class KernelTunTest extends InteropTest {
  /** The kind of port that such devices have, with what it leaves to the device and without. */
  static Stream<Arguments> settings() {
    return bothWays(PortChoice.AF_PACKET);
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void everySubflowCarriesBytesAgainAfterAFlap(final boolean kernelConnects) throws Exception {
    final LabPlan plan = LabPlan.links(2).withTunnels();
    open(kernelConnects ? plan : plan.withoutSubflowEndpoints(), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));
    until(
        ends,
        "both carry both ways",
        () -> info(ends).subflows().stream()
            .allMatch(subflow -> subflow.sentBytes() > 100_000 && subflow.receivedBytes() > 100_000));

    laboratory.setLinkUp(0, false);
    until(ends, "the path is suspended", () -> info(ends).subflows().get(0).suspended());
    laboratory.setLinkUp(0, true);
    final SubflowInfo before = info(ends).subflows().get(0);
    until(ends, "it carries new bytes both ways", () -> {
      final SubflowInfo now = info(ends).subflows().get(0);
      return now.sentBytes() > before.sentBytes() + 100_000
          && now.receivedBytes() > before.receivedBytes() + 100_000;
    });

    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
    assertThat(stack.portCount(0, Kind.RX_SUPER_SEGMENTS) > 0).isEqualTo(ports.offloads());
    assertThat(stack.portCount(0, Kind.TX_SUPER_SEGMENTS) > 0).isEqualTo(ports.offloads());
  }
}
