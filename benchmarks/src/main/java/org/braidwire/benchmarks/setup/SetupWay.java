package org.braidwire.benchmarks.setup;

/** How the kernel's two ends wait for news, and on which cores. */
enum KernelWay {
  SPINNING("spinning on a core each", false, 0),
  SLEEPING("sleeping on a core each", false, KernelWay.SLEEP_MS),
  ONE_CORE("sleeping on one core", true, KernelWay.SLEEP_MS);

  /** A sleep ends after this long, so that its thread can be stopped and its bounds hold. */
  private static final int SLEEP_MS = 20;

  private final String label;
  private final boolean oneCore;
  private final int waitMs;

  KernelWay(final String label, final boolean oneCore, final int waitMs) {
    this.label = label;
    this.oneCore = oneCore;
    this.waitMs = waitMs;
  }

  /** The name of a peer that does so. */
  String of(final String kernel) {
    return kernel + ", " + label;
  }

  boolean sharesCore() {
    return oneCore;
  }

  /** How long one look for news may take; 0 for spinning. */
  int waitMs() {
    return waitMs;
  }
}
