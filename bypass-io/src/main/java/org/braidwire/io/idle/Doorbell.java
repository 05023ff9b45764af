package org.braidwire.io.idle;

/**
 * How a thread that has put something into another thread's ring sees to it that the other one looks, should it
 * sleep. Any thread may ring, after what it put there is published.
 */
public interface Doorbell {
  /** For an owner that never sleeps long enough to need one. */
  Doorbell SILENT = new Doorbell() {
    @Override
    public void ring() {
      // the owner looks by itself
    }

    @Override
    public int descriptor() {
      return NO_DESCRIPTOR;
    }
  };

  /** What {@link #descriptor()} gives when there is nothing to wait on. */
  int NO_DESCRIPTOR = -1;

  /** Wakes the owner if it sleeps, or is about to. */
  void ring();

  /** What becomes readable when a sleeping owner is rung, or {@link #NO_DESCRIPTOR}. */
  int descriptor();
}
