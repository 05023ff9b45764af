package org.braidwire.benchmarks.setup;

/** How two ends wait for news, and on which cores: the kernel's by epoll, Braidwire's on the descriptors of its ports. */
enum SetupWay {
  SPINNING("spinning on a core each", false, 0),
  SLEEPING("sleeping on a core each", false, SetupWay.SLEEP_MS),
  ONE_CORE("sleeping on one core", true, SetupWay.SLEEP_MS);

  /** A sleep ends after this long, so that its thread can be stopped and its bounds hold. */
  private static final int SLEEP_MS = 20;

  private final String label;
  private final boolean oneCore;
  private final int waitMs;

  SetupWay(final String label, final boolean oneCore, final int waitMs) {
    this.label = label;
    this.oneCore = oneCore;
    this.waitMs = waitMs;
  }

  /** The name of a peer that does so. */
  String of(final String stack) {
    return stack + ", " + label;
  }

  boolean sharesCore() {
    return oneCore;
  }

  /** How long one look for news may take; 0 for spinning. */
  int waitMs() {
    return waitMs;
  }
}
