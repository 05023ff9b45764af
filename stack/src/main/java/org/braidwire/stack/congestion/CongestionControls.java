package org.braidwire.stack.congestion;

import java.util.List;

/** Makes the congestion control that configuration names; once a subflow, any thread. */
public final class CongestionControls {
  private static final List<String> NAMES = List.of(Cubic.NAME, NewReno.NAME);

  private CongestionControls() {}

  /**
   * A new instance of the algorithm called {@code name}.
   *
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static CongestionControl byName(final String name) {
    return switch (name) {
      case Cubic.NAME -> new Cubic();
      case NewReno.NAME -> new NewReno();
      default ->
        throw new IllegalArgumentException(
            "no congestion control is called '" + name + "'; there are: " + String.join(", ", NAMES));
    };
  }

  /** The names of all algorithms, sorted. */
  public static List<String> names() {
    return NAMES;
  }
}
