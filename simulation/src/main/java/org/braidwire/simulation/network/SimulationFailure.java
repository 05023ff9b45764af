package org.braidwire.simulation.network;

/** A rule was broken. Carries the rule's name; the runner adds the seed and the command that replays it. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String rule;

  public SimulationFailure(final String rule, final String what) {
    super(rule + ": " + what);
    this.rule = rule;
  }

  /** S1 to S12 of the safety rules, or "liveness". */
  public String rule() {
    return rule;
  }
}
