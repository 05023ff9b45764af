package org.braidwire.tuning;

import java.util.Objects;

/**
 * What one check found on this host. A value; any thread may hold it.
 *
 * @param subject what was looked at, a few words
 * @param status how it stands
 * @param found what was found
 * @param why why it matters to Braidwire
 * @param remedy the command or change that helps; empty where nothing is to be done
 */
public record Finding(String subject, Status status, String found, String why, String remedy) {

  /** How a checked fact stands. */
  public enum Status {
    /** As it should be. */
    OK("ok"),
    /** It works, at a price that {@link Finding#why()} names. */
    ADVICE("advice"),
    /** Braidwire cannot do its work on real links without it. */
    MISSING("MISSING");

    private final String label;

    Status(final String label) {
      this.label = label;
    }

    /** As a table shows it. */
    public String label() {
      return label;
    }
  }

  public Finding {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(status, "status");
  }

  static Finding ok(final String subject, final String found) {
    return new Finding(subject, Status.OK, found, "", "");
  }

  /** A finding that stops the main job where {@code good} is false. */
  static Finding needed(
      final String subject, final boolean good, final String found, final String why, final String remedy) {
    return new Finding(subject, good ? Status.OK : Status.MISSING, found, why, good ? "" : remedy);
  }

  /** A finding that costs time or comfort where {@code good} is false. */
  static Finding advised(
      final String subject, final boolean good, final String found, final String why, final String remedy) {
    return new Finding(subject, good ? Status.OK : Status.ADVICE, found, why, good ? "" : remedy);
  }
}
