package org.braidwire.stack.base;

/**
 * One deadline of one owner, made once with its owner. The deadline is a plain field: moving it later costs a
 * store; the heap entry is corrected when it comes up. Engine thread.
 */
public abstract class Timer {
  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  long armedNs = NEVER;
  int heapIndex = -1;
  private long deadlineNs = NEVER;

  /** Called at or after the deadline, with the timer disarmed; may arm it again. */
  protected abstract void onDeadline(long nowNs);

  public final long deadlineNs() {
    return deadlineNs;
  }

  public final boolean isArmed() {
    return deadlineNs != NEVER;
  }

  final void deadlineNs(final long deadlineNs) {
    this.deadlineNs = deadlineNs;
  }
}
