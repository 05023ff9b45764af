package org.braidwire.cli.demo;

/**
 * The acts of the demo, in order. Links count from 1 for people.
 *
 * <p>Most of the size is carried while nothing is broken: with a link broken a kernel sender crawls at some hundred
 * kilobytes a second, whoever is its peer.
 */
enum DemoPhase {
  BOTH_LINKS("all links up", 0.5, 0),
  LINK_1_DOWN("link 1 down", 0.51, 1),
  LINK_1_BACK("link 1 back", 1.0, 0),
  LINK_2_SILENT("link 2 silent", 1.0, 2),
  END("end", 1.0, 0);

  private final String title;
  private final double share;
  private final int faultyLink;

  DemoPhase(final String title, final double share, final int faultyLink) {
    this.title = title;
    this.share = share;
    this.faultyLink = faultyLink;
  }

  String title() {
    return title;
  }

  /** The part of the size that the slower direction must have reached for the phase to end. */
  double share() {
    return share;
  }

  /** The link that the phase begins by breaking; 0 for none. */
  int faultyLink() {
    return faultyLink;
  }

  /** Whether {@code link} has lost its carrier. */
  boolean isDown(final int link) {
    return this == LINK_1_DOWN && link == faultyLink;
  }

  /** Whether {@code link} delivers nothing with its carrier up: from the fault to the end of the run. */
  boolean isSilent(final int link) {
    return compareTo(LINK_2_SILENT) >= 0 && link == LINK_2_SILENT.faultyLink;
  }

  DemoPhase next() {
    return values()[ordinal() + 1];
  }
}
