package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DATA_FIN and MP_FASTCLOSE from either side, over two subflows. */
class KernelCloseTest extends InteropTest {
  @ParameterizedTest(name = "kernel connects {0}, the kernel closes first {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aDataFinEndsOneDirectionOnly(final boolean kernelConnects, final boolean kernelCloses) throws Exception {
    openTwoLinks(kernelConnects);
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));

    (kernelCloses ? up : down).finish();
    until(ends, "one direction has ended", () -> (kernelCloses ? atWire : atKernel).hasEnded());
    final long before = (kernelCloses ? atKernel : atWire).bytes();
    until(ends, "the other goes on", () -> (kernelCloses ? atKernel : atWire).bytes() > before + 4 * MIB);
    assertThat(info(ends).state()).isEqualTo(kernelCloses ? "M_CLOSE_WAIT" : "M_FIN_WAIT_2");
    (kernelCloses ? down : up).finish();

    expectFinished(ends);
    expectNoTrouble();
    assertThat(kernel().get("MPTcpExtMPFastcloseTx") + kernel().get("MPTcpExtMPFastcloseRx"))
        .isZero();
    assertThat(stack.count("RESETS_RECEIVED") + stack.count("RESETS_SENT")).isZero();
  }

  @ParameterizedTest(name = "kernel connects {0}, the kernel aborts {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void anAbortIsAFastclose(final boolean kernelConnects, final boolean kernelAborts) throws Exception {
    openTwoLinks(kernelConnects);
    final Ends ends = connect(
        kernelConnects, KernelPeerPlan.mptcp(), new PatternSource(UP_KEY, 0), new PatternSource(DOWN_KEY, 0));
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));
    until(ends, "bytes flow", () -> atWire.bytes() > MIB && atKernel.bytes() > MIB);

    if (kernelAborts) {
      ends.kernel().abort();
    } else {
      ends.wire().abort();
    }

    assertThat(ends.wire().await(PATIENCE)).as(() -> describe(ends)).isTrue();
    assertThat(ends.kernel().await(PATIENCE)).as(() -> describe(ends)).isTrue();
    if (kernelAborts) {
      assertThat(ends.wire().closeReason()).contains(CloseReason.RESET_BY_PEER);
      assertThat(kernel().get("MPTcpExtMPFastcloseTx"))
          .as(() -> describe(ends))
          .isPositive();
      assertThat(stack.count("FASTCLOSE_RECEIVED")).isPositive();
    } else {
      assertThat(ends.wire().closeReason()).contains(CloseReason.ABORTED);
      assertThat(ends.kernel().failure().orElseThrow()).hasMessageContaining("RESET");
      assertThat(kernel().get("MPTcpExtMPFastcloseRx"))
          .as(() -> describe(ends))
          .isPositive();
      assertThat(stack.count("FASTCLOSE_SENT")).isPositive();
    }
    assertThat(atWire.fault()).isNull();
    assertThat(atKernel.fault()).isNull();
    until(ends, "the stack holds no connection", () -> stack.call(MptcpStack::openConnections) == 0);
  }

  private void openTwoLinks(final boolean kernelConnects) {
    final LabPlan plan = LabPlan.links(2);
    open(kernelConnects ? plan : plan.withoutSubflowEndpoints(), StackConfig.defaults());
  }
}
