package org.braidwire.cli.demo;

/** The acts of the demo, in order. Links count from 1 for people. */
enum DemoPhase {
  BOTH_LINKS("all links up", 0.25),
  LINK_1_DOWN("link 1 down", 0.5),
  LINK_1_BACK("link 1 back", 0.75),
  LINK_2_SILENT("link 2 silent", 1.0),
  END("end", 1.0);

  private final String title;
  private final double share;

  DemoPhase(final String title, final double share) {
    this.title = title;
    this.share = share;
  }

  String title() {
    return title;
  }

  /** The part of the size that the slower direction must have reached for the phase to end. */
  double share() {
    return share;
  }

  /** Whether nothing is wrong with any link. */
  boolean isFaultless() {
    return this == BOTH_LINKS || this == END;
  }

  DemoPhase next() {
    return values()[ordinal() + 1];
  }
}
