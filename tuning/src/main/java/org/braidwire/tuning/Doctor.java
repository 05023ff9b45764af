package org.braidwire.tuning;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks every check and explains the answers as a table. Reads the host and changes nothing; used by one thread.
 */
public final class Doctor {
  private static final int SUBJECT_COLUMNS = 24;
  private static final int STATUS_COLUMNS = 9;

  private final Host host;

  public Doctor(final Host host) {
    this.host = host;
  }

  /** The findings, what is needed first. */
  public List<Finding> examine() {
    final List<Finding> findings = new ArrayList<>();
    for (final HostCheck check : NeededChecks.all()) {
      findings.add(check.look(host));
    }
    for (final HostCheck check : AdvisedChecks.all()) {
      findings.add(check.look(host));
    }
    return findings;
  }

  /** Whether nothing that is needed is missing. */
  public static boolean isFit(final List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.status() == Finding.Status.MISSING);
  }

  /** One line a finding, and below each that is not well why it matters and what helps. */
  public static String table(final List<Finding> findings) {
    final StringBuilder out = new StringBuilder();
    for (final Finding finding : findings) {
      pad(out, finding.subject(), SUBJECT_COLUMNS);
      pad(out, finding.status().label(), STATUS_COLUMNS);
      out.append(finding.found()).append('\n');
      if (finding.status() != Finding.Status.OK) {
        detail(out, "why: ", finding.why());
        detail(out, "do:  ", finding.remedy());
      }
    }
    return out.toString();
  }

  private static void detail(final StringBuilder out, final String label, final String text) {
    out.repeat(' ', SUBJECT_COLUMNS).append(label).append(text).append('\n');
  }

  private static void pad(final StringBuilder out, final String text, final int columns) {
    out.append(text).repeat(' ', Math.max(1, columns - text.length()));
  }
}
