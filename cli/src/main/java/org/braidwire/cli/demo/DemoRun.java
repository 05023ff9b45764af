package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.lab.KernelCounters;
import org.braidwire.stack.api.BraidwireException;

/**
 * The play itself: sets the stage, lets one phase follow another as the slower direction gets on, makes the faults,
 * watches for standstill, and takes everything down again. One use, one thread.
 */
final class DemoRun {
  private static final long TICK_NS = 20_000_000L;
  private static final long STUCK_NS = 30_000_000_000L;
  private static final long BACK_LIMIT_NS = 10_000_000_000L;
  private static final long JOIN_LIMIT_NS = 10_000_000_000L;
  /** Of the 90 s that a run may take; the rest is for digests and for taking the stage down. */
  private static final long PLAY_LIMIT_NS = 75_000_000_000L;

  private final DemoPlan plan;
  private final DemoDisplay display;
  private final long startNs = System.nanoTime();
  private final List<PhaseRecord> records = new ArrayList<>();
  private final StallWatch stalls = new StallWatch();
  private final StandstillWatch standstill;
  private DemoStage stage;
  private PhaseRecord current;
  private EndSample own;
  private EndSample peer;
  private SubflowSample link1Before;
  private long ownAtStart;
  private long peerAtStart;

  DemoRun(final DemoPlan plan, final DemoDisplay display) {
    this.plan = plan;
    this.display = display;
    standstill = new StandstillWatch(plan);
  }

  /** Plays and reports. A run that could not be set up throws; one that failed says so in its summary. */
  DemoSummary play() {
    try (DemoStage set = DemoStage.set(plan)) {
      stage = set;
      set.ports().forEach(display::say);
      current = new PhaseRecord(DemoPhase.BOTH_LINKS, System.nanoTime());
      records.add(current);
      final List<String> failures = new ArrayList<>();
      try {
        while (!turn()) {
          LockSupport.parkNanos(TICK_NS);
        }
      } catch (final DemoException failure) {
        failures.add(failure.getMessage());
      }
      final long playedNs = System.nanoTime() - startNs;
      current.onEnd(System.nanoTime());
      display.finish();
      try {
        return summarise(failures, playedNs);
      } catch (final CompletionException | DemoException | BraidwireException lost) {
        // An end is gone, and its figures with it: what went wrong first is all there is to tell.
        throw new DemoException(failures.isEmpty() ? lost.getMessage() : String.join("\n", failures), lost);
      }
    }
  }

  /** One look at both ends; true when the play is over. */
  private boolean turn() {
    own = stage.own().sample();
    peer = stage.peer().sample();
    final long nowNs = System.nanoTime();
    current.onSample(own, peer);
    final DemoPhase phase = current.phase();
    stalls.look(own.receivedBytes(), own.open() && mayBlamePeer(phase), nowNs);
    display.show(phase, own, peer, nowNs);
    if (own.ended() && peer.ended()) {
      return true;
    }
    fail(own.failure(), plan.ownName());
    fail(peer.failure(), plan.peerName());
    watch(nowNs);
    if (phase != DemoPhase.END && isOver(nowNs)) {
      begin(phase.next());
    }
    return false;
  }

  private static boolean mayBlamePeer(final DemoPhase phase) {
    return phase == DemoPhase.BOTH_LINKS || phase == DemoPhase.LINK_1_BACK;
  }

  private void fail(final String failure, final String end) {
    if (!failure.isEmpty()) {
      throw new DemoException("phase '" + current.phase().title() + "': " + end + ": " + failure + states());
    }
  }

  private void watch(final long nowNs) {
    standstill.look(own, peer, nowNs);
    final String stuck = standstill.find(current.phase() == DemoPhase.END, nowNs, STUCK_NS);
    if (!stuck.isEmpty()) {
      throw new DemoException("phase '" + current.phase().title() + "': " + stuck + " for "
          + STUCK_NS / 1_000_000_000L + " s" + states());
    }
    if (nowNs - startNs > PLAY_LIMIT_NS) {
      throw new DemoException("phase '" + current.phase().title() + "' was not over after "
          + PLAY_LIMIT_NS / 1_000_000_000L + " s" + states());
    }
  }

  private String states() {
    return own.describe(plan.ownName()) + peer.describe(plan.peerName());
  }

  private boolean isOver(final long nowNs) {
    final long phaseNs = nowNs - current.startNs();
    final long slower = Math.min(own.receivedBytes(), peer.receivedBytes());
    final boolean farEnough =
        slower >= (long) (plan.sizeBytes() * current.phase().share());
    if (!own.open() || !peer.open() || phaseNs < plan.phaseNs()) {
      return false;
    }
    return switch (current.phase()) {
      case BOTH_LINKS -> farEnough && (own.establishedSubflows() >= plan.links() || phaseNs > JOIN_LIMIT_NS);
      case LINK_1_BACK -> hasLink1Carried(phaseNs) && farEnough;
      default -> farEnough && haveBothMoved();
    };
  }

  private boolean haveBothMoved() {
    return own.receivedBytes() > ownAtStart && peer.receivedBytes() > peerAtStart;
  }

  /** Whether the subflow of before the fault, not another in its place, has carried new bytes both ways. */
  private boolean hasLink1Carried(final long phaseNs) {
    final SubflowSample now = own.onLink(1);
    final boolean carried = link1Before != null
        && now != null
        && now.sameTuple(link1Before)
        && now.sentBytes() > link1Before.sentBytes()
        && now.receivedBytes() > link1Before.receivedBytes();
    if (!carried && phaseNs > BACK_LIMIT_NS) {
      throw new DemoException("phase '" + current.phase().title() + "': link 1 did not carry new bytes both ways"
          + " within 10 s\n    before: " + link1Before + states());
    }
    return carried;
  }

  private void begin(final DemoPhase phase) {
    stage.own().mark(phase.title());
    stage.peer().mark(phase.title());
    final PhaseRecord next = new PhaseRecord(phase, System.nanoTime());
    current.onEnd(next.startNs());
    switch (phase) {
      case LINK_1_DOWN -> stage.links().setUp(1, false);
      case LINK_1_BACK -> {
        link1Before = own.onLink(1);
        stage.links().setUp(1, true);
      }
      case LINK_2_SILENT -> stage.links().silentDrop(2, true);
      case END -> {
        // Link 2 stays silent: what a host that has closed would answer to late copies is no part of the play.
        stage.own().finish();
        stage.peer().finish();
      }
      default -> throw new AssertionError(phase);
    }
    next.onEffective(System.nanoTime());
    ownAtStart = own.receivedBytes();
    peerAtStart = peer.receivedBytes();
    current = next;
    records.add(next);
  }

  private DemoSummary summarise(final List<String> failures, final long playedNs) {
    final CompletableFuture<EndResult> peerResult =
        CompletableFuture.supplyAsync(() -> stage.peer().result());
    final EndResult ownSeen = stage.own().result();
    final EndResult peerSeen = peerResult.join();
    final KernelCounters kernel = stage.links().kernelCounters();
    final List<String> all = new ArrayList<>(failures);
    if (failures.isEmpty()) {
      all.addAll(new Verdict(plan).failures(ownSeen, peerSeen, kernel));
    }
    return new SummaryBuilder(plan, ownSeen, peerSeen, kernel)
        .build(all, records.stream().map(PhaseRecord::summary).toList(), stalls, playedNs);
  }
}
