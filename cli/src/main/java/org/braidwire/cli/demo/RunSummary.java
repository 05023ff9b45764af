package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.braidwire.cli.options.FailureText;
import org.braidwire.lab.KernelCounters;

/**
 * Makes a run's summary: of what both ends have seen or, of one that is gone, where it last stood. One use; the run's
 * thread, or the one that gives the run up.
 */
final class RunSummary {
  private final DemoPlan plan;
  private final List<DemoSummary.Phase> phases;
  private final StallWatch stalls;
  private final List<String> failures;

  /** @param failures what has failed so far */
  RunSummary(
      final DemoPlan plan, final List<PhaseRecord> phases, final StallWatch stalls, final List<String> failures) {
    this.plan = plan;
    this.phases = phases.stream().map(PhaseRecord::summary).toList();
    this.stalls = stalls;
    this.failures = new ArrayList<>(failures);
  }

  /**
   * Asks both ends, at the same time: each may have a digest to make. Judges what they say unless the run has failed.
   *
   * @param own where our end last stood
   * @param peer where the other end last stood
   */
  DemoSummary ofEnds(
      final DemoStage stage,
      final EndSample own,
      final EndSample peer,
      final RunLimits limits,
      final long playedNs) {
    final CompletableFuture<EndResult> peerAnswer =
        CompletableFuture.supplyAsync(() -> stage.peer().result(limits.digestNs(peer.sentBytes())));
    EndResult ownSeen;
    try {
      ownSeen = stage.own().result(limits.digestNs(own.sentBytes()));
    } catch (final RuntimeException lost) {
      ownSeen = lost(plan.ownName(), own, lost);
    }
    EndResult peerSeen;
    try {
      peerSeen = peerAnswer.get();
    } catch (final ExecutionException lost) {
      peerSeen = lost(plan.peerName(), peer, lost.getCause());
    } catch (final InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      peerSeen = lost(plan.peerName(), peer, givenUp);
    }
    final KernelCounters kernel = kernelCounters(stage);
    if (failures.isEmpty()) {
      failures.addAll(new Verdict(plan).failures(ownSeen, peerSeen, kernel));
      failures.addAll(kernelAnswers(stage));
    }
    return build(ownSeen, peerSeen, kernel, playedNs);
  }

  /** Asks nobody but the kernel: of a run in which somebody does not answer any more. */
  DemoSummary ofSamples(final DemoStage stage, final EndSample own, final EndSample peer, final long playedNs) {
    return build(EndResult.lastSeen(own), EndResult.lastSeen(peer), kernelCounters(stage), playedNs);
  }

  private EndResult lost(final String end, final EndSample last, final Throwable why) {
    final String message = FailureText.of(why);
    // Most often it is why the run has failed.
    if (failures.stream().noneMatch(failure -> failure.contains(message))) {
      failures.add(end + ": " + message);
    }
    return EndResult.lastSeen(last);
  }

  private KernelCounters kernelCounters(final DemoStage stage) {
    try {
      return stage.links().kernelCounters();
    } catch (final RuntimeException unknown) {
      failures.add("the kernel's counters cannot be read: " + FailureText.of(unknown));
      return null;
    }
  }

  private List<String> kernelAnswers(final DemoStage stage) {
    final List<String> answers = new ArrayList<>();
    try {
      stage.links()
          .kernelAnswers()
          .forEach((name, count) -> answers.add("the kernel beside " + plan.ownName()
              + " was to be silent, but " + name + " is " + count + ", not 0"));
    } catch (final RuntimeException unknown) {
      answers.add("what the kernel said by itself cannot be read: " + FailureText.of(unknown));
    }
    return answers;
  }

  private DemoSummary build(
      final EndResult own, final EndResult peer, final KernelCounters kernel, final long playedNs) {
    return new SummaryBuilder(plan, own, peer, kernel).build(failures, phases, stalls, playedNs);
  }
}
