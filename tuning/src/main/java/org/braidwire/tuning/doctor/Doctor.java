package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Asks every check and explains the answers as a table. Reads the host and changes nothing; used by one thread.
 */
public final class Doctor {
  private static final int SUBJECT_COLUMNS = 32;
  private static final int STATUS_COLUMNS = 9;

  private final Host host;
  private final DoctorPlan plan;

  public Doctor(final Host host, final DoctorPlan plan) {
    this.host = host;
    this.plan = plan;
  }

  /** The first interface of the plan that this host does not have, or null. */
  public String unknownInterface() {
    return plan.interfaces().stream()
        .filter(name -> !interfaces().contains(name))
        .findFirst()
        .orElse(null);
  }

  /** The processors of the plan that this host does not have. */
  public BitSet unknownCpus() {
    final BitSet unknown = (BitSet) plan.engineCpus().clone();
    unknown.andNot(ProcessorChecks.cpus(host, "online"));
    return unknown;
  }

  /** The interfaces that this host has. */
  public List<String> interfaces() {
    return host.list("/sys/class/net");
  }

  /** The findings, what is needed first. */
  public List<Finding> examine() {
    final BitSet engineCpus = ProcessorChecks.engineCpus(plan, host);
    final List<HostCheck> checks = new ArrayList<>(NeededChecks.all());
    checks.addAll(NetworkChecks.all());
    checks.addAll(new ProcessorChecks(engineCpus).all());
    checks.addAll(new InterruptChecks(engineCpus).all());
    checks.addAll(MemoryChecks.all());
    checks.addAll(JvmChecks.all());
    for (final String name : plan.interfaces()) {
      checks.addAll(new InterfaceChecks(name, engineCpus).all());
    }
    return checks.stream().map(check -> check.look(host)).toList();
  }

  /** Whether nothing that is needed is missing. */
  public static boolean isFit(final List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.status() == Finding.Status.MISSING);
  }

  /** One line a finding, and below each that is not well why it matters, what it costs and what helps. */
  public static String table(final List<Finding> findings) {
    final StringBuilder out = new StringBuilder();
    for (final Finding finding : findings) {
      pad(out, finding.subject(), SUBJECT_COLUMNS);
      pad(out, finding.status().label(), STATUS_COLUMNS);
      out.append(finding.found()).append('\n');
      if (finding.status() != Finding.Status.OK) {
        detail(out, "why:  ", finding.why());
        if (!finding.cost().isEmpty()) {
          detail(out, "cost: ", finding.cost() + " (order of magnitude)");
        }
        detail(out, "do:   ", finding.remedy().command() + hint(finding.remedy()));
      }
    }
    return out.toString();
  }

  private static String hint(final Remedy remedy) {
    if (remedy.settings().isEmpty()) {
      return "";
    }
    return remedy.onlyByName() ? " [--apply --only]" : " [--apply]";
  }

  private static void detail(final StringBuilder out, final String label, final String text) {
    out.repeat(' ', SUBJECT_COLUMNS).append(label).append(text).append('\n');
  }

  private static void pad(final StringBuilder out, final String text, final int columns) {
    out.append(text).repeat(' ', Math.max(1, columns - text.length()));
  }
}
