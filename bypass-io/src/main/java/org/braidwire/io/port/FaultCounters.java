package org.braidwire.io.port;

/** What a {@link FaultInjector} did to the frames of one direction. */
public final class FaultCounters {
  private long passed;
  private long lost;
  private long duplicated;
  private long corrupted;
  private long held;

  void onPassed() {
    passed++;
  }

  void onLost() {
    lost++;
  }

  void onDuplicated() {
    duplicated++;
  }

  void onCorrupted() {
    corrupted++;
  }

  void onHeld() {
    held++;
  }

  /** Frames handed on, duplicates and frames once held included. */
  public long passed() {
    return passed;
  }

  public long lost() {
    return lost;
  }

  public long duplicated() {
    return duplicated;
  }

  public long corrupted() {
    return corrupted;
  }

  /** Frames held back so that others could pass. */
  public long held() {
    return held;
  }
}
