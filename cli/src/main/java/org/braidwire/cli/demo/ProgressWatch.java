package org.braidwire.cli.demo;

/** Whether one direction moves. */
final class ProgressWatch {
  private final String direction;
  private long lastBytes = -1;
  private long lastChangeNs;

  ProgressWatch(final String direction) {
    this.direction = direction;
  }

  void look(final long bytes, final long nowNs) {
    if (bytes != lastBytes) {
      lastBytes = bytes;
      lastChangeNs = nowNs;
    }
  }

  boolean isStuck(final long nowNs, final long limitNs) {
    return nowNs - lastChangeNs > limitNs;
  }

  String direction() {
    return direction;
  }
}
