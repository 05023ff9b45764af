package org.braidwire.benchmarks.engines;

import org.braidwire.benchmarks.report.Target;

/** What the engines of the two cores have in common. */
enum Sharing {
  /**
   * Nothing: two stacks with one engine each. Each has ports on all links, as sharing engines do, half of which nothing
   * ever arrives at.
   */
  NOTHING("two stacks that share nothing", false, 0),

  /** Links and addresses; every join arrives at the engine that owns its connection. */
  LINKS("two engines, 0 % of joins on the wrong one", true, 0),

  /** Links and addresses; every second join arrives at the other engine. */
  LINKS_MISSED("two engines, 50 % of joins on the wrong one", true, 2);

  /** What two engines reach of what two stacks that share nothing do. */
  private static final double TARGET = 0.9;

  /** As reports name the case. */
  final String title;

  /** Whether the engines have a lane to each other. */
  final boolean meshed;

  /** Every so many-th join arrives at the wrong engine; 0 for none. */
  final int missEvery;

  Sharing(final String title, final boolean meshed, final int missEvery) {
    this.title = title;
    this.meshed = meshed;
    this.missEvery = missEvery;
  }

  /** The part of all segments that is forwarded where both subflows of each connection carry half of it. */
  double forwardedShare() {
    return missEvery == 0 ? 0 : 1.0 / (CoreLoop.SUBFLOWS * missEvery);
  }

  Target target() {
    return meshed ? Target.of(TARGET) : Target.NONE;
  }
}
