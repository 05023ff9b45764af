package org.braidwire.gateway.policy;

import java.util.List;

/**
 * How connections of a rule are carried.
 *
 * @param label for journal and metrics; empty for none
 * @param paths names of the paths that may be used; empty for all
 * @param scheduler name of one, or empty for the engine's
 * @param requireMptcp whether a connection that fell back to TCP is refused
 */
public record Carriage(String label, List<String> paths, String scheduler, boolean requireMptcp) {
  /** As the engine does it, without a label. */
  public static final Carriage PLAIN = new Carriage("", List.of(), "", false);

  /** Keeps a copy. */
  public Carriage {
    paths = List.copyOf(paths);
  }
}
