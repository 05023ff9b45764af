package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.silence.SilencePolicy;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Without silence on a router: that its kernel meddles is what the other tests' silence is worth. */
class KernelSilenceTest extends InteropTest {
  static Stream<Arguments> settings() {
    return Stream.of(Arguments.of(new PortChoice(PortChoice.AF_PACKET, true, SilencePolicy.OFF), LabHost.ROUTER));
  }

  @Override
  void expectSilence() {
    assertThat(laboratory.kernelAnswers()).containsKeys("IpForwDatagrams", "neighbours");
  }

  @Test
  void theKernelOfARouterMeddles() throws Exception {
    open(LabPlan.links(1), StackConfig.defaults());
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), MIB, MIB);
    assertThat(ends.wire().await(PATIENCE)).isTrue();
  }
}
