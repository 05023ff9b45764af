package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabEndpoint;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MPTCP against the kernel's: each end in either role, with one subflow and with several, checksums off and on. */
class KernelMptcpTest extends InteropTest {
  @ParameterizedTest(name = "kernel connects {0}, kernel''s checksum {1}, ours {2}")
  @CsvSource({
    "true, false, false",
    "true, true, true",
    "true, true, false",
    "true, false, true",
    "false, false, false",
    "false, true, true",
    "false, true, false",
    "false, false, true"
  })
  void oneSubflowCarriesBytesBothWays(
      final boolean kernelConnects, final boolean kernelChecksum, final boolean ownChecksum) throws Exception {
    open(
        LabPlan.links(1).withChecksum(kernelChecksum),
        StackConfig.defaults().withChecksum(ownChecksum));

    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), 8 * MIB, 8 * MIB);

    expectFinished(ends);
    expectNoTrouble();
    final ConnectionInfo info = info(ends);
    assertThat(info.multipath()).isTrue();
    assertThat(info.fallbackReason()).isEmpty();
    assertThat(info.acknowledgedBytes()).isEqualTo(8 * MIB);
    assertThat(info.subflows()).hasSize(1);
    final KernelSocketInfo kernelInfo = ends.kernel().info().orElseThrow();
    assertThat(kernelInfo.mptcp()).isTrue();
    assertThat(kernelInfo.checksum()).isEqualTo(kernelChecksum || ownChecksum); // RFC 8684 3.1: one side is enough
    assertThat(kernel().get(kernelConnects ? "MPTcpExtMPCapableSYNACKRX" : "MPTcpExtMPCapableACKRX"))
        .isEqualTo(1);
  }

  @ParameterizedTest(name = "kernel connects {0}, checksum {1}, {2} links")
  @CsvSource({
    "true, false, 2",
    "true, true, 2",
    "false, false, 2",
    "false, true, 2",
    "true, false, 3",
    "false, true, 3"
  })
  void everySubflowCarriesBytesBothWays(final boolean kernelConnects, final boolean checksum, final int links)
      throws Exception {
    LabPlan plan = LabPlan.links(links).withChecksum(checksum);
    if (!kernelConnects) {
      plan = plan.withoutSubflowEndpoints();
    }
    open(plan, StackConfig.defaults().withChecksum(checksum));
    final PatternSource up = new PatternSource(UP_KEY, 16 * MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, 16 * MIB);

    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "all subflows are there", () -> hasSubflows(ends, links));
    until(ends, "each carries both ways", () -> eachCarries(ends));
    up.finish();
    down.finish();

    expectFinished(ends);
    expectNoTrouble();
    final KernelCounters kernel = kernel();
    final int joins = links - 1;
    if (kernelConnects) {
      assertThat(kernel.get("MPTcpExtMPJoinSynTx")).isEqualTo(joins);
      assertThat(kernel.get("MPTcpExtMPJoinSynAckRx")).isEqualTo(joins);
      // The weak host model: joined over link n for the address of link 1.
      assertThat(info(ends).subflows())
          .allMatch(subflow -> subflow.local().equals("192.0.2.2:5001"));
    } else {
      assertThat(kernel.get("MPTcpExtMPJoinSynRx")).isEqualTo(joins);
      assertThat(kernel.get("MPTcpExtMPJoinAckRx")).isEqualTo(joins);
    }
    assertThat(stack.count("JOINS_ESTABLISHED")).isEqualTo(joins);
    assertThat(info(ends).subflows()).extracting(SubflowInfo::path).doesNotHaveDuplicates();
    assertThat(info(ends).subflows()).hasSize(links);
  }

  /** ADR 0019: the kernel's application is inside send and recv while the joins come in. */
  @RepeatedTest(5)
  void whatAJoinCarriesFirstArrivesAtItsPlace() throws Exception {
    open(LabPlan.links(4).withoutSubflowEndpoints(), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, 4 * MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, 4 * MIB);

    final Ends ends = connect(false, KernelPeerPlan.mptcp(), up, down);
    until(ends, "all subflows are there", () -> hasSubflows(ends, 4));
    until(
        ends,
        "each carries our bytes",
        () -> info(ends).subflows().stream().allMatch(s -> s.sentBytes() > 0));
    up.finish();
    down.finish();

    expectFinished(ends);
    expectNoTrouble();
  }

  @Test
  void aServerJoinsTheAddressOnWhichTheKernelClientListens() throws Exception {
    open(LabPlan.links(2).withoutSubflowEndpoints(), StackConfig.defaults());
    laboratory.addEndpoint(LabSide.KERNEL, 1, LabEndpoint.SIGNAL, PORT + 1);
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
    // The announcement may come before the peer's first DSS, without which nothing may be joined.
    until(
        ends,
        "the address is announced and bytes flow",
        () -> stack.count("ADD_ADDR_RECEIVED") > 0 && atWire.bytes() > 0);

    assertThat(ends.wire().join(1, 1, PORT + 1)).isTrue();

    until(ends, "the subflow is there", () -> hasSubflows(ends, 2));
    until(ends, "each carries both ways", () -> eachCarries(ends));
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
    assertThat(kernel().get("MPTcpExtMPJoinPortAckRx")).as("%s", kernel()).isEqualTo(1);
    assertThat(stack.count("JOINS_ESTABLISHED")).isEqualTo(1);
  }

  /** RFC 8684 3.1: flag C of its MP_CAPABLE, and no other address of its own is known to us. */
  @Test
  void aClientJoinsNothingWhereTheKernelSaysThatItTakesNoJoins() throws Exception {
    open(LabPlan.links(2).withoutSubflowEndpoints().withoutInitialJoins(), StackConfig.defaults());

    final Ends ends = connect(false, KernelPeerPlan.mptcp(), 8 * MIB, 8 * MIB);

    expectFinished(ends);
    expectNoTrouble();
    assertThat(info(ends).multipath()).isTrue();
    assertThat(info(ends).subflows()).hasSize(1);
    assertThat(info(ends).acknowledgedBytes()).isEqualTo(8 * MIB);
    assertThat(stack.count("JOINS_SENT")).isZero();
    assertThat(kernel().get("MPTcpExtMPJoinSynRx")).isZero();
  }

  @Test
  void aJoinWhereNobodyListensIsResetAndHarmsNothing() throws Exception {
    open(LabPlan.links(2).withoutSubflowEndpoints(), StackConfig.defaults());
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
    until(ends, "bytes flow", () -> atWire.bytes() > MIB && atKernel.bytes() > MIB);

    assertThat(ends.wire().join(1, 1, PORT + 1)).isTrue();

    until(ends, "the join is refused", () -> info(ends).subflows().size() == 2 && established(info(ends)) == 1);
    final long upBytes = atWire.bytes();
    final long downBytes = atKernel.bytes();
    until(
        ends,
        "bytes flow on",
        () -> atWire.bytes() > upBytes + 8 * MIB && atKernel.bytes() > downBytes + 8 * MIB);
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
    assertThat(stack.count("JOINS_SENT")).isEqualTo(1);
    assertThat(stack.count("JOINS_ESTABLISHED")).isZero();
    assertThat(kernel().get("TcpOutRsts")).isEqualTo(1);
  }

  @Test
  void aKernelThatJoinsFromABackupAddressCarriesNothingThere() throws Exception {
    open(LabPlan.links(2).withoutSubflowEndpoints(), StackConfig.defaults());
    laboratory.addEndpoint(LabSide.KERNEL, 1, LabEndpoint.BACKUP_SUBFLOW);
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
    until(ends, "the subflow is there", () -> hasSubflows(ends, 2));
    up.finish();
    down.finish();

    expectFinished(ends);
    expectNoTrouble();
    final SubflowInfo backup = info(ends).subflows().get(1);
    assertThat(backup.backup()).isTrue();
    assertThat(backup.remote()).startsWith(LabAddresses.kernel(1));
    assertThat(backup.receivedBytes()).isZero();
  }

  private boolean eachCarries(final Ends ends) {
    return info(ends).subflows().stream()
        .allMatch(subflow -> subflow.sentBytes() > 100_000 && subflow.receivedBytes() > 100_000);
  }
}
