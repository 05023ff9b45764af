package org.braidwire.cli.options;

import java.util.Optional;
import org.braidwire.stack.api.Braidwire;

/** How to look at the counters of a stack in this process: a line for whoever started it. Stateless. */
public final class CountersHint {
  private CountersHint() {}

  /** The line, or empty where {@code stack} publishes no counters. */
  public static Optional<String> of(final Braidwire stack) {
    return stack.countersFiles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "counters: braidwire stat " + ProcessHandle.current().pid());
  }
}
