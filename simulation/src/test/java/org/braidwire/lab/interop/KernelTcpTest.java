package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.lab.KernelPeer;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain TCP against the kernel's TCP, each end in either role. */
class KernelTcpTest extends InteropTest {
  private static final StackConfig PLAIN = StackConfig.defaults().withMultipath(false);

  @ParameterizedTest(name = "kernel connects {0}, {1} MiB")
  @CsvSource({"true, 1", "false, 1", "true, 64", "false, 64"})
  void carriesBytesBothWays(final boolean kernelConnects, final int mib) throws Exception {
    open(LabPlan.links(1), PLAIN);

    final Ends ends = connect(kernelConnects, KernelPeerPlan.tcp(), mib * MIB, mib * MIB);

    expectFinished(ends);
    expectNoTrouble();
    final ConnectionInfo info = info(ends);
    assertThat(info.multipath()).isFalse();
    assertThat(info.sentBytes()).isEqualTo(mib * MIB);
    assertThat(info.acknowledgedBytes()).isEqualTo(mib * MIB);
    assertThat(info.receivedBytes()).isEqualTo(mib * MIB);
    assertThat(stack.count("RESETS_SENT") + stack.count("RESETS_RECEIVED")).isZero();
    assertThat(kernel().get("TcpEstabResets")).isZero();
  }

  @ParameterizedTest(name = "kernel connects {0}, the kernel closes at once {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void theOtherDirectionOutlivesAHalfClose(final boolean kernelConnects, final boolean kernelCloses)
      throws Exception {
    open(LabPlan.links(1), PLAIN);
    final PatternSource late = new PatternSource(kernelCloses ? DOWN_KEY : UP_KEY, MIB);
    final PatternSource early = PatternSource.exactly(kernelCloses ? UP_KEY : DOWN_KEY, 1000);

    final Ends ends =
        connect(kernelConnects, KernelPeerPlan.tcp(), kernelCloses ? early : late, kernelCloses ? late : early);
    until(ends, "one direction has ended", () -> (kernelCloses ? atWire : atKernel).hasEnded());
    final long before = (kernelCloses ? atKernel : atWire).bytes();
    until(ends, "the other goes on", () -> (kernelCloses ? atKernel : atWire).bytes() > before + MIB);
    assertThat(info(ends).state()).isEqualTo(kernelCloses ? "M_CLOSE_WAIT" : "M_FIN_WAIT_2");
    late.finish();

    expectFinished(ends);
    assertThat(kernel().get("TcpEstabResets")).isZero();
  }

  @ParameterizedTest(name = "the kernel aborts {0}")
  @ValueSource(booleans = {true, false})
  void anAbortIsAResetAtTheOtherEnd(final boolean kernelAborts) throws Exception {
    open(LabPlan.links(1), PLAIN);
    final Ends ends =
        connect(true, KernelPeerPlan.tcp(), new PatternSource(UP_KEY, 0), new PatternSource(DOWN_KEY, 0));
    until(ends, "bytes flow", () -> atWire.bytes() > MIB && atKernel.bytes() > MIB);

    if (kernelAborts) {
      ends.kernel().abort();
    } else {
      ends.wire().abort();
    }

    assertThat(ends.wire().await(PATIENCE)).isTrue();
    assertThat(ends.kernel().await(PATIENCE)).isTrue();
    assertThat(ends.wire().closeReason()).contains(kernelAborts ? CloseReason.RESET_BY_PEER : CloseReason.ABORTED);
    if (!kernelAborts) {
      assertThat(ends.kernel().failure().orElseThrow()).hasMessageContaining("RESET");
      assertThat(kernel().get("TcpEstabResets")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "the kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void aPortWithoutListenerRefuses(final boolean kernelConnects) throws Exception {
    open(LabPlan.links(1), PLAIN);
    if (kernelConnects) {
      final var client = kernelConnect(KernelPeerPlan.tcp(), PatternSource.exactly(UP_KEY, 1));
      assertThat(client.await(PATIENCE)).isTrue();
      assertThat(client.failure().orElseThrow()).hasMessageContaining("REFUSED");
      assertThat(stack.count("RESETS_SENT")).isEqualTo(1);
    } else {
      final var client = stack.connect(0, PORT, PatternSource.exactly(DOWN_KEY, 1), atWire);
      assertThat(client.await(PATIENCE)).isTrue();
      assertThat(client.closeReason()).contains(CloseReason.REFUSED);
    }
  }

  @ParameterizedTest(name = "the kernel reads slowly {0}")
  @ValueSource(booleans = {true, false})
  void aReaderThatStopsClosesTheWindowAndLosesNothing(final boolean slowKernel) throws Exception {
    open(LabPlan.links(1), PLAIN.withBuffers(256 << 10, 256 << 10));
    final PausingSink slow = new PausingSink(atKernel);
    final PatternSource up = PatternSource.exactly(UP_KEY, 8 * MIB);
    final PatternSource down = PatternSource.exactly(DOWN_KEY, 8 * MIB);
    final var wire = stack.listen(PORT, down, atWire);
    slow.pause(slowKernel);
    wire.setReading(slowKernel);
    final var kernel = keep(KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL),
        KernelPeerPlan.tcp().withBufferBytes(128 << 10),
        LabAddresses.socket(LabSide.WIRE, 0, PORT),
        up,
        slow));
    final Ends ends = new Ends(kernel, wire, up, down);
    final PatternSource held = slowKernel ? down : up;

    until(ends, "something was sent", () -> held.bytes() > 100_000);
    Thread.sleep(1_000); // long enough for several probes of the window
    final long taken = held.bytes();
    Thread.sleep(300);
    assertThat(held.bytes())
        .as("a closed window holds the sender back")
        .isEqualTo(taken)
        .isLessThan(2 * MIB);
    if (slowKernel) {
      // Or it wants to close a window that it may not shrink, when a super-segment took more memory than it said.
      assertThat(kernel().get("TcpExtTCPToZeroWindowAdv") + kernel().get("TcpExtTCPWantZeroWindowAdv"))
          .isPositive();
    } else {
      assertThat(kernel().get("TcpExtTCPWinProbe")).isPositive();
    }
    slow.pause(false);
    wire.setReading(true);

    expectFinished(ends);
    assertThat(kernel().get("TcpExtTCPZeroWindowDrop")).isZero();
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void keepsToASmallSegmentSize(final boolean kernelConnects) throws Exception {
    open(LabPlan.links(1), PLAIN);
    laboratory.faults().setMtu(LabSide.KERNEL, 0, 576); // ours would be lost if they were any longer

    final Ends ends = connect(kernelConnects, KernelPeerPlan.tcp(), MIB, MIB);

    expectFinished(ends);
    expectNoTrouble();
    assertThat(stack.count("SEGMENTS_SENT")).isGreaterThan(MIB / 536);
    assertThat(stack.count("RETRANSMISSION_TIMEOUTS")).isZero();
    assertThat(ends.kernel().info().map(KernelSocketInfo::mptcp)).contains(false);
  }
}
