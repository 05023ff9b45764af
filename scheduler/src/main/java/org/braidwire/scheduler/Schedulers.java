package org.braidwire.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds policies by the name that configuration uses, those of this module and those that others put on the class
 * path. Used when something is set up, never per segment; any thread.
 */
public final class Schedulers {
  private Schedulers() {}

  /**
   * The policy called {@code name}.
   *
   * @throws IllegalArgumentException for a name that nothing provides; the message lists those that exist
   */
  public static Scheduler byName(final String name) {
    for (final Scheduler candidate : ServiceLoader.load(Scheduler.class)) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException(
        "no scheduler is called '" + name + "'; there are: " + String.join(", ", names()));
  }

  /** The names of all policies that are offered to people, sorted. */
  public static List<String> names() {
    final List<String> names = new ArrayList<>();
    for (final Scheduler candidate : ServiceLoader.load(Scheduler.class)) {
      if (candidate.isOffered()) {
        names.add(candidate.name());
      }
    }
    names.sort(null);
    return List.copyOf(names);
  }
}
