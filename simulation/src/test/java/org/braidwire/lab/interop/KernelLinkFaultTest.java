package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSink;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two links dies under a kernel peer and comes back. */
class KernelLinkFaultTest extends InteropTest {
  /** How long a fault lasts on the first kind of port, and on the others, where there is less to be learnt. */
  private static final long DOWN_MS = 3_000;

  private static final long DROP_MS = 5_000;
  private static final long OTHER_DOWN_MS = 1_000;
  private static final long OTHER_DROP_MS = 2_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long LOOK_MS = 10;

  /** A look that comes later counts for no more: then the machine stood still, not the connection. */
  private static final long LATE_LOOK_NS = 50 * NS_PER_MS;

  /** By then the kernel's thread has seen the drop, and its queue is empty. */
  private static final long SETTLED_MS = 500;

  /**
   * What Braidwire sends never pauses for so long, the time in which it notices the fault included. Its design allows
   * 2 SRTT + 4 RTTVAR of the link that fell silent, at least 20 ms, and then the way through the queue of the other
   * one. Bulk at full rate fills both queues, and on busy cores SRTT was up to 170 ms: the longest pause in 30 runs
   * beside other work was 237 ms, the median 75 ms. The bound is twice the longest, and less than the two time-outs,
   * of 200 and 400 ms, after which a sender would notice that waited for those.
   */
  private static final long OWN_PAUSE_MS = 500;

  /**
   * Nor does what the kernel sends, but it takes longer: it leaves a path after a retransmission time-out, at least
   * 200 ms, which doubles with each try; two tries that are lost as well make 200 + 400 + 800 ms in which delivery in
   * order waits. The longest in 42 runs on a busy machine was 732 ms; a shorter bound would judge Linux, not us.
   */
  private static final long KERNEL_PAUSE_MS = 1_500;

  private final PatternSource up = new PatternSource(UP_KEY, MIB);
  private final PatternSource down = new PatternSource(DOWN_KEY, MIB);

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void theSameSubflowCarriesBytesAgainAfterAFlap(final boolean kernelConnects) throws Exception {
    final Ends ends = openTwoSubflows(kernelConnects);

    laboratory.setLinkUp(0, false);
    final Pauses pauses = new Pauses();
    pauses.watch(isFirstKind() ? DOWN_MS : OTHER_DOWN_MS);
    final SubflowInfo before = info(ends).subflows().get(0);
    assertThat(before.suspended()).isTrue();
    laboratory.setLinkUp(0, true);

    until(ends, "link 1 carries new bytes both ways", () -> {
      final SubflowInfo now = info(ends).subflows().get(0);
      return now.sentBytes() > before.sentBytes() + 100_000
          && now.receivedBytes() > before.receivedBytes() + 100_000;
    });
    expectGoodput(ends, pauses);
    finish(ends);
    final SubflowInfo after = info(ends).subflows().get(0);
    assertThat(after.local()).isEqualTo(before.local());
    assertThat(after.remote()).isEqualTo(before.remote());
    assertThat(info(ends).subflows()).hasSize(2);
    assertThat(stack.count("LINK_RESUMPTIONS")).isEqualTo(1);
    if (kernelConnects) {
      assertThat(kernel().get("MPTcpExtMPJoinSynTx")).isEqualTo(1);
    } else {
      assertThat(stack.count("JOINS_SENT")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "kernel connects {0}, link {1}")
  @CsvSource({"true, 1", "true, 0", "false, 1"})
  void theSurvivorGoesOnWhileOneLinkSilentlyDrops(final boolean kernelConnects, final int link) throws Exception {
    Requirement.TC.require();
    final Ends ends = openTwoSubflows(kernelConnects);

    laboratory.silentDrop(link, true);
    final Pauses pauses = new Pauses();
    pauses.watch(SETTLED_MS);
    final long before = info(ends).subflows().get(link).receivedBytes();
    pauses.watch((isFirstKind() ? DROP_MS : OTHER_DROP_MS) - SETTLED_MS);
    final long after = info(ends).subflows().get(link).receivedBytes();
    laboratory.silentDrop(link, false);

    assertThat(after).as("nothing comes by the silent link").isEqualTo(before);
    expectGoodput(ends, pauses);
    finish(ends);
  }

  private boolean isFirstKind() {
    return ports.equals(ports().findFirst().orElseThrow());
  }

  private Ends openTwoSubflows(final boolean kernelConnects) throws InterruptedException {
    final LabPlan plan = LabPlan.links(2);
    open(kernelConnects ? plan : plan.withoutSubflowEndpoints(), StackConfig.defaults());
    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), up, down);
    until(ends, "both subflows are there", () -> hasSubflows(ends, 2));
    until(
        ends,
        "both carry both ways",
        () -> info(ends).subflows().stream()
            .allMatch(subflow -> subflow.sentBytes() > 100_000 && subflow.receivedBytes() > 100_000));
    return ends;
  }

  /** The longest time from now on in which nothing was delivered, for each direction; one that lasts counts, too. */
  private final class Pauses {
    private final Pause up = new Pause(atWire);
    private final Pause down = new Pause(atKernel);

    void watch(final long durationMs) throws InterruptedException {
      final long beganNs = System.nanoTime();
      long lookedNs = beganNs;
      while (lookedNs - beganNs < durationMs * NS_PER_MS) {
        Thread.sleep(LOOK_MS);
        final long nowNs = System.nanoTime();
        final long passedNs = Math.min(LATE_LOOK_NS, nowNs - lookedNs);
        up.look(passedNs);
        down.look(passedNs);
        lookedNs = nowNs;
      }
    }
  }

  /** Of one direction. */
  private static final class Pause {
    private final PatternSink sink;
    private long bytes;
    private long lastsNs;
    private long longestNs;

    Pause(final PatternSink sink) {
      this.sink = sink;
      bytes = sink.bytes();
    }

    void look(final long passedNs) {
      lastsNs += passedNs;
      longestNs = Math.max(longestNs, lastsNs);
      if (sink.bytes() != bytes) {
        bytes = sink.bytes();
        lastsNs = 0;
      }
    }

    long longestMs() {
      return longestNs / NS_PER_MS;
    }
  }

  private void expectGoodput(final Ends ends, final Pauses pauses) {
    assertThat(pauses.down.longestMs())
        .as(() -> "longest pause of what Braidwire sends, ms" + describe(ends))
        .isLessThan(OWN_PAUSE_MS);
    assertThat(pauses.up.longestMs())
        .as(() -> "longest pause of what the kernel sends, ms" + describe(ends))
        .isLessThan(KERNEL_PAUSE_MS);
  }

  private void finish(final Ends ends) throws InterruptedException {
    // At its end the kernel may reset a subflow on which copies of data it has are still under way.
    assertThat(stack.count("RESETS_RECEIVED")).isZero();
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
  }
}
