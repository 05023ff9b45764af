package org.braidwire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.tuning.doctor.CpuList;
import org.braidwire.tuning.doctor.Doctor;
import org.braidwire.tuning.doctor.DoctorPlan;
import org.braidwire.tuning.doctor.Finding;
import org.braidwire.tuning.doctor.Host;
import org.braidwire.tuning.doctor.Outcome;
import org.braidwire.tuning.doctor.Setting;
import org.braidwire.tuning.doctor.Tuner;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says what this host lacks, why it matters, what it may cost and what helps; changes what can be put back. */
@Command(
    name = "doctor",
    description = {
      "Checks this host: what is missing, why it matters, what it may cost, what helps.",
      "Without --apply and --undo it reads only."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:nothing that is needed is missing; with --apply and --undo: all was done",
      "1:something that is needed is missing; with --apply and --undo: something could not be done",
      "2:usage"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(names = "--interface", paramLabel = "NAME", description = "Check this link, too; several for several.")
  private List<String> interfaces = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "IF=ADDRESS/PREFIX",
      converter = StackOptions.PathConverter.class,
      description = "The same by a path, as the other commands take it.")
  private List<PathConfig> paths = new ArrayList<>();

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      converter = CpusConverter.class,
      description =
          "Processors meant for engines, such as 2 or 2-3,6; those that the kernel isolates by default.")
  private BitSet cpus = new BitSet();

  @ArgGroup
  private Change change = new Change();

  @Option(
      names = "--only",
      paramLabel = "SUBJECT",
      description = "With --apply: only what helps this subject, by its name in the table; several for several.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--dry-run", description = "With --apply or --undo: only say what would be done.")
  private boolean dryRun;

  /** Replaced by tests. */
  private Host host = Host.current();

  /** What to do beside looking. */
  private static final class Change {
    @Option(
        names = "--apply",
        description = "Make the settings that can be put back, and record what was there (in /run/braidwire).")
    private boolean apply;

    @Option(names = "--undo", description = "Put back what --apply changed.")
    private boolean undo;
  }

  void host(final Host examined) {
    host = examined;
  }

  @Override
  public Integer call() throws IOException {
    if (dryRun && !change.apply && !change.undo) {
      throw wrong("--dry-run wants --apply or --undo");
    }
    if (!only.isEmpty() && !change.apply) {
      throw wrong("--only wants --apply");
    }
    if (change.undo) {
      return report(new Tuner(host, dryRun).undo(), "nothing to undo");
    }
    final Doctor doctor = new Doctor(host, plan());
    if (doctor.unknownInterface() != null) {
      throw wrong("interface " + doctor.unknownInterface() + " does not exist; there are: "
          + String.join(", ", doctor.interfaces()));
    }
    if (!doctor.unknownCpus().isEmpty()) {
      throw wrong("--cpus: this host has no processor " + CpuList.format(doctor.unknownCpus()));
    }
    final List<Finding> findings = doctor.examine();
    return change.apply ? apply(findings) : show(findings);
  }

  private DoctorPlan plan() {
    final List<String> names = new ArrayList<>(interfaces);
    paths.forEach(path -> names.add(path.interfaceName()));
    return new DoctorPlan(names.stream().distinct().toList(), cpus);
  }

  private int show(final List<Finding> findings) {
    final boolean fit = Doctor.isFit(findings);
    out().print(Doctor.table(findings));
    out().println(fit ? "This host is fit for Braidwire." : "Something that is needed is missing; see above.");
    out().flush();
    return fit ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private int apply(final List<Finding> findings) throws IOException {
    final List<Setting> settings;
    try {
      settings = Tuner.settings(findings, only);
    } catch (final IllegalArgumentException none) {
      throw wrong(none.getMessage());
    }
    final int status = report(new Tuner(host, dryRun).apply(settings), "nothing to apply");
    if (!dryRun && !settings.isEmpty()) {
      out().println("'braidwire doctor --undo' puts back what was changed.");
      out().flush();
    }
    return status;
  }

  private int report(final List<Outcome> outcomes, final String nothing) {
    for (final Outcome outcome : outcomes) {
      out().println((outcome.failed() ? "FAILED " : "ok     ") + outcome.path() + " " + outcome.text());
    }
    final long failed = outcomes.stream().filter(Outcome::failed).count();
    out().println(
            outcomes.isEmpty()
                ? nothing
                : (dryRun ? "would look at " : "") + outcomes.size() + " settings, " + failed
                    + " failed");
    out().flush();
    return failed == 0 ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Gives the list's own complaint to the shell. */
  static final class CpusConverter implements ITypeConverter<BitSet> {
    @Override
    public BitSet convert(final String text) {
      try {
        return CpuList.parse(text);
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
