package org.braidwire.stack.api;

import java.util.List;

/**
 * On which threads a stack runs. Immutable; {@link #defaults()} and the {@code with} methods make one.
 *
 * @param nicThread whether each engine's ports are driven by a second thread; else the engine's own drives them
 * @param idle what a thread without work does, one of {@link #IDLE_NAMES}
 * @param cores on which core each thread is pinned: the engine's, then its NIC thread's where there is one; empty for
 *     wherever the system puts them
 */
public record ThreadPlan(boolean nicThread, String idle, List<Integer> cores) {
  /**
   * From the fastest to the cheapest: {@code spin} burns its core, {@code yield} lends it to whoever wants it,
   * {@code backoff} sleeps up to 100 us at a time, {@code park} sleeps until the kernel or another thread wakes it.
   */
  public static final List<String> IDLE_NAMES = List.of("spin", "yield", "backoff", "park");

  /** Checks the name, and that every thread has a core if any has. */
  public ThreadPlan {
    cores = List.copyOf(cores);
    if (!IDLE_NAMES.contains(idle)) {
      throw new IllegalArgumentException(
          "unknown idle strategy '" + idle + "'; known are: " + String.join(", ", IDLE_NAMES));
    }
  }

  /** One thread, not pinned, that backs off. */
  public static ThreadPlan defaults() {
    return new ThreadPlan(false, "backoff", List.of());
  }

  public ThreadPlan withNicThread(final boolean on) {
    return new ThreadPlan(on, idle, cores);
  }

  public ThreadPlan withIdle(final String name) {
    return new ThreadPlan(nicThread, name, cores);
  }

  public ThreadPlan withCores(final List<Integer> chosen) {
    return new ThreadPlan(nicThread, idle, chosen);
  }

  /** Threads of one engine. */
  int threadsPerEngine() {
    return nicThread ? 2 : 1;
  }
}
