package org.braidwire.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.tuning.Doctor;
import org.braidwire.tuning.Finding;
import org.braidwire.tuning.Host;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this host lacks, why it matters and what helps. */
@Command(
    name = "doctor",
    description = "Checks this host: what is missing, why it matters, what helps.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:nothing that is needed is missing", "1:something that is needed is missing"})
final class DoctorCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    final List<Finding> findings = new Doctor(Host.current()).examine();
    final boolean fit = Doctor.isFit(findings);
    final PrintWriter out = spec.commandLine().getOut();
    out.print(Doctor.table(findings));
    out.println(fit ? "This host is fit for Braidwire." : "Something that is needed is missing; see above.");
    out.flush();
    return fit ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }
}
