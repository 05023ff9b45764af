package org.braidwire.tuning.doctor;

import java.util.Objects;

/**
 * What one check found on this host. A value; any thread may hold it.
 *
 * @param subject what was looked at, a few words; no two findings of one examination share them
 * @param status how it stands
 * @param found what was found
 * @param why why it matters to Braidwire
 * @param cost what it may cost, an order of magnitude and no measurement; empty where it costs no time
 * @param remedy what helps; {@link Remedy#NONE} where nothing is to be done
 */
public record Finding(String subject, Status status, String found, String why, String cost, Remedy remedy) {

  /** How a checked fact stands. */
  public enum Status {
    /** As it should be. */
    OK("ok"),
    /** It works, at a price that {@link Finding#cost()} names. */
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

  /** Begins a finding. */
  static Draft of(final String subject, final String found) {
    return new Draft(subject, found);
  }

  /** A finding that is being written; ends with one of the two judgements. One use. */
  static final class Draft {
    private final String subject;
    private final String found;
    private String why = "";
    private String cost = "";
    private Remedy remedy = Remedy.NONE;

    private Draft(final String subject, final String found) {
      this.subject = subject;
      this.found = found;
    }

    Draft why(final String text) {
      why = text;
      return this;
    }

    /** Without "about": the table says that it is an order of magnitude. */
    Draft cost(final String text) {
      cost = text;
      return this;
    }

    Draft remedy(final Remedy helps) {
      remedy = helps;
      return this;
    }

    Draft remedy(final String command) {
      return remedy(Remedy.command(command));
    }

    /** It stops the main job where {@code good} is false. */
    Finding needed(final boolean good) {
      return judged(good, Status.MISSING);
    }

    /** It costs time or comfort where {@code good} is false. */
    Finding advised(final boolean good) {
      return judged(good, Status.ADVICE);
    }

    Finding ok() {
      return judged(true, Status.OK);
    }

    private Finding judged(final boolean good, final Status otherwise) {
      return new Finding(subject, good ? Status.OK : otherwise, found, why, cost, good ? Remedy.NONE : remedy);
    }
  }
}
