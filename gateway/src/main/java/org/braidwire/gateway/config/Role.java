package org.braidwire.gateway.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which end of the tunnel a gateway is. */
public enum Role {
  /** Takes applications' connections and carries them to the exit. */
  ENTRY,
  /** Connects to what the applications asked for. */
  EXIT;

  /** The name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> labels() {
    return Stream.of(values()).map(Role::label).toList();
  }
}
