package org.braidwire.stack.base;

/**
 * The one source of time, injected so that a simulation replays. Monotonic; zero means nothing in particular.
 * Read once a duty cycle and passed down as {@code nowNs}.
 */
@FunctionalInterface
public interface Clock {
  long nanoTime();

  /** The machine's monotonic clock. */
  static Clock system() {
    return System::nanoTime;
  }
}
