package org.braidwire.scheduler;

/**
 * Which subflow carries the next bytes of a connection.
 *
 * <p>The binding is late: a policy is asked only when data waits, and may only name a subflow whose
 * {@link SubflowView#sendableBytes()} is positive. {@link #NONE} means that the data waits, also where another
 * subflow could take it: a full low-latency subflow may be worth waiting for.
 *
 * <p>Implementations are pure functions of the views. They keep no state, allocate nothing, and one instance may
 * serve every connection of an engine. A policy is found by {@link java.util.ServiceLoader} and therefore has a
 * public constructor without parameters.
 */
public interface Scheduler {
  /** No subflow should carry the data now. */
  int NONE = -1;

  /** What configuration calls this policy. */
  String name();

  /** Whether it is offered to people who choose one; not so for a policy that only serves a measurement. */
  default boolean isOffered() {
    return true;
  }

  /**
   * Where new data goes.
   *
   * @param subflows the first {@code count} entries are the connection's subflows, in no particular order
   * @param bytesWaiting how much data waits, more than 0
   * @return an index into {@code subflows}, or {@link #NONE}
   */
  int select(SubflowView[] subflows, int count, int bytesWaiting);

  /**
   * Where a copy of data goes that makes no progress on the subflow with the id {@code avoidId}.
   *
   * @return the index of a subflow with another id, or {@link #NONE}
   */
  int selectReinjection(SubflowView[] subflows, int count, int avoidId);
}
