package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two links dies under a kernel peer and comes back. */
class KernelLinkFaultTest extends InteropTest {
  private static final long DOWN_MS = 3_000;
  private static final long DROP_MS = 5_000;
  private static final long SAMPLE_MS = 500;

  /** By then a Linux sender has noticed that a path is dead. */
  private static final long KERNEL_NOTICES_MS = 1_000;

  /** What it delivers afterwards never pauses for so long. */
  private static final long KERNEL_PAUSE_MS = 2_000;

  private final PatternSource up = new PatternSource(UP_KEY, MIB);
  private final PatternSource down = new PatternSource(DOWN_KEY, MIB);

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void theSameSubflowCarriesBytesAgainAfterAFlap(final boolean kernelConnects) throws Exception {
    final Ends ends = openTwoSubflows(kernelConnects);

    laboratory.setLinkUp(0, false);
    final List<Long> samples = sample(DOWN_MS);
    final SubflowInfo before = info(ends).subflows().get(0);
    assertThat(before.suspended()).isTrue();
    laboratory.setLinkUp(0, true);

    until(ends, "link 1 carries new bytes both ways", () -> {
      final SubflowInfo now = info(ends).subflows().get(0);
      return now.sentBytes() > before.sentBytes() + 100_000
          && now.receivedBytes() > before.receivedBytes() + 100_000;
    });
    expectGoodput(ends, samples);
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
    final List<Long> samples =
        sample(SAMPLE_MS); // then the kernel's thread has seen the drop, and its queue is empty
    final long before = info(ends).subflows().get(link).receivedBytes();
    samples.addAll(sample(DROP_MS - SAMPLE_MS));
    final long after = info(ends).subflows().get(link).receivedBytes();
    laboratory.silentDrop(link, false);

    assertThat(after).as("nothing comes by the silent link").isEqualTo(before);
    expectGoodput(ends, samples);
    finish(ends);
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

  /** What each direction delivered in each interval, up and down in turn. */
  private List<Long> sample(final long durationMs) throws InterruptedException {
    final List<Long> samples = new ArrayList<>();
    for (long ms = 0; ms < durationMs; ms += SAMPLE_MS) {
      final long upBytes = atWire.bytes();
      final long downBytes = atKernel.bytes();
      Thread.sleep(SAMPLE_MS);
      samples.add(atWire.bytes() - upBytes);
      samples.add(atKernel.bytes() - downBytes);
    }
    return samples;
  }

  /**
   * What Braidwire sends arrives in every interval, the first after the fault included. Not so the other direction: a
   * Linux sender needs 200 to 900 ms to leave a dead path, and sends what it had on it again piece by piece, some
   * hundred milliseconds each, for which delivery in order waits. So it may pause, but once it has left the path never
   * for as long as {@link #KERNEL_PAUSE_MS}.
   */
  private void expectGoodput(final Ends ends, final List<Long> samples) {
    final int pause = (int) (KERNEL_PAUSE_MS / SAMPLE_MS);
    final int noticed = (int) (KERNEL_NOTICES_MS / SAMPLE_MS);
    assertThat(samples.size() / 2).isGreaterThanOrEqualTo(noticed + pause);
    for (int i = 0; i < samples.size() / 2; i++) {
      assertThat(samples.get(2 * i + 1))
          .as(() -> "up and down, each " + SAMPLE_MS + " ms: " + samples + describe(ends))
          .isPositive();
      if (i >= noticed + pause - 1) {
        long up = 0;
        for (int back = 0; back < pause; back++) {
          up += samples.get(2 * (i - back));
        }
        assertThat(up)
            .as(() -> "up and down, each " + SAMPLE_MS + " ms: " + samples + describe(ends))
            .isPositive();
      }
    }
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
