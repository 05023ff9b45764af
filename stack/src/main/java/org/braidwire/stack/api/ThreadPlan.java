package org.braidwire.stack.api;

import java.util.List;
import org.braidwire.stack.engine.EngineMesh;

/**
 * On which threads a stack runs. Immutable; {@link #defaults()} and the {@code with} methods make one.
 *
 * @param engines engines that share the links, each with the connections that it opened or accepted
 * @param nicThread whether each engine's ports are driven by a second thread; else the engine's own drives them
 * @param idle what a thread without work does, one of {@link #IDLE_NAMES}
 * @param cores on which core each thread is pinned: each engine's, followed by its NIC thread's where there is one;
 *     empty for wherever the system puts them
 */
public record ThreadPlan(int engines, boolean nicThread, String idle, List<Integer> cores) {
  /**
   * From the fastest to the cheapest: {@code spin} burns its core, {@code yield} lends it to whoever wants it,
   * {@code backoff} sleeps up to 100 us at a time, {@code park} sleeps until the kernel or another thread wakes it.
   */
  public static final List<String> IDLE_NAMES = List.of("spin", "yield", "backoff", "park");

  /** Checks the number and the name. */
  public ThreadPlan {
    cores = List.copyOf(cores);
    if (engines < 1 || engines > EngineMesh.MAX_ENGINES) {
      throw new IllegalArgumentException("there are 1 to " + EngineMesh.MAX_ENGINES + " engines, not " + engines);
    }
    if (!IDLE_NAMES.contains(idle)) {
      throw new IllegalArgumentException(
          "unknown idle strategy '" + idle + "'; known are: " + String.join(", ", IDLE_NAMES));
    }
  }

  /** One engine on one thread that is not pinned and backs off. */
  public static ThreadPlan defaults() {
    return new ThreadPlan(1, false, "backoff", List.of());
  }

  public ThreadPlan withEngines(final int count) {
    return new ThreadPlan(count, nicThread, idle, cores);
  }

  public ThreadPlan withNicThread(final boolean on) {
    return new ThreadPlan(engines, on, idle, cores);
  }

  public ThreadPlan withIdle(final String name) {
    return new ThreadPlan(engines, nicThread, name, cores);
  }

  public ThreadPlan withCores(final List<Integer> chosen) {
    return new ThreadPlan(engines, nicThread, idle, chosen);
  }

  /** Threads in all. */
  public int threads() {
    return engines * (nicThread ? 2 : 1);
  }
}
