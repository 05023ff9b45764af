package org.braidwire.io.idle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether an owner sleeps, agreed between it and those who ring: no ring is lost, and a sleep is rung by one of them
 * alone.
 *
 * <p>The owner announces that it will sleep, then looks once more at all that others may have put down for it, and
 * sleeps only if it finds nothing. Whoever puts something down looks afterwards whether a sleep is announced. Both
 * store before they load, with a full fence between, so one of the two sees the other.
 */
final class SleepState {
  private static final int AWAKE = 0;
  private static final int ASLEEP = 1;

  /** Asleep, and one of those who ring is about to signal. */
  private static final int RUNG = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SleepState.class, "state", int.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state = AWAKE;

  /** Owner: will sleep unless it finds work. */
  void announce() {
    STATE.setVolatile(this, ASLEEP);
    VarHandle.fullFence();
  }

  /** Owner: does not sleep any more. Whether somebody has signalled, or will do so in a moment. */
  boolean wake() {
    return (int) STATE.getAndSet(this, AWAKE) == RUNG;
  }

  /** Any other thread, after its news is published: whether it is the one that has to signal. */
  boolean ring() {
    VarHandle.fullFence();
    return state == ASLEEP && STATE.compareAndSet(this, ASLEEP, RUNG);
  }
}
