package org.braidwire.cli.demo;

/** Whether one stream moves in one direction. The run's thread. */
final class ProgressWatch {
  private final String name;
  private long sent;
  private long received = -1;
  private long lastChangeNs;

  /** @param name who sends what to whom */
  ProgressWatch(final String name) {
    this.name = name;
  }

  void look(final long sentNow, final long receivedNow, final long nowNs) {
    sent = sentNow;
    if (receivedNow != received) {
      received = receivedNow;
      lastChangeNs = nowNs;
    }
  }

  boolean isStuck(final long nowNs, final long limitNs) {
    return nowNs - lastChangeNs > limitNs;
  }

  /** Whether everything sent so far has arrived. */
  boolean isComplete() {
    return sent == received;
  }

  @Override
  public String toString() {
    return name + " (" + received + " of " + sent + " received)";
  }
}
