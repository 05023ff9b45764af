package org.braidwire.benchmarks.ends;

/** One look at a wire and what is to be done about it; does not block, or only for a moment. */
@FunctionalInterface
public interface Turn {
  /** Returns how much was done. */
  int turn();
}
