package org.braidwire.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.options.Quantities;
import org.braidwire.stack.base.CountersFolder;
import org.braidwire.tuning.stat.CounterRow;
import org.braidwire.tuning.stat.EngineSample;
import org.braidwire.tuning.stat.ProcessCounters;
import org.braidwire.tuning.stat.PublishingProcess;
import org.braidwire.tuning.stat.StatException;
import org.braidwire.tuning.stat.StatTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the counters of a running process, live. */
@Command(
    name = "stat",
    description = {
      "Shows what a running Braidwire process counts: segments, drops by reason, ports, listeners.",
      "Reads a file that the process maps and writes ten times a second; it is not disturbed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:counters were shown",
      "1:there are none, they are another user's, or the process ended",
      "2:usage, or there are several processes and none was named"
    })
final class StatCommand implements Callable<Integer> {
  /** Engines publish no more often. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "PID", description = "The process; not needed where there is only one.")
  private Long pid;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      defaultValue = "1s",
      description = "How often to look; rates are over this time (default: ${DEFAULT-VALUE}).")
  private Duration interval;

  @Option(names = "--once", description = "Look once and end; without rates.")
  private boolean once;

  @Option(names = "--all", description = "Show counters that are zero, too.")
  private boolean all;

  @Option(names = "--json", description = "One line of JSON a look, with every counter.")
  private boolean json;

  /** Replaced by tests. */
  private List<Path> folders = CountersFolder.all();

  void folders(final List<Path> where) {
    folders = where;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (interval.compareTo(SHORTEST) < 0) {
      throw new ParameterException(spec.commandLine(), "--interval must be at least 100ms");
    }
    try {
      final Long chosen = pid != null ? pid : onlyProcess();
      if (chosen == null) {
        return ExitStatus.USAGE;
      }
      watch(ProcessCounters.open(chosen, folders));
      return ExitStatus.CLEAN;
    } catch (final StatException none) {
      say(none.getMessage());
      return ExitStatus.FAILED;
    }
  }

  private Long onlyProcess() throws StatException {
    final List<PublishingProcess> processes = PublishingProcess.findAll(folders);
    if (processes.isEmpty()) {
      throw new StatException("no running process publishes counters here");
    }
    if (processes.size() == 1) {
      return processes.getFirst().pid();
    }
    out().print(StatTable.list(processes));
    out().flush();
    say("there are " + processes.size() + " processes; name one: braidwire stat PID");
    return null;
  }

  private void watch(final ProcessCounters process) throws StatException, InterruptedException {
    List<EngineSample> before = List.of();
    while (true) {
      final List<EngineSample> now = process.sample();
      show(process.pid(), CounterRow.between(before, now));
      if (once) {
        return;
      }
      before = now;
      Thread.sleep(interval);
    }
  }

  private void show(final long process, final List<CounterRow> rows) {
    if (json) {
      final Map<String, Object> line = new LinkedHashMap<>();
      line.put("pid", process);
      line.put("counters", rows);
      out().println(Json.write(line));
    } else {
      out().print(!once && isTerminal() ? CLEAR_SCREEN : "");
      out().println("process " + process);
      out().print(StatTable.format(rows, all));
      out().print(once || isTerminal() ? "" : "\n");
    }
    out().flush();
  }

  @SuppressWarnings("SystemConsoleNull") // null with a pipe, on JDK 25
  private static boolean isTerminal() {
    final Console console = System.console();
    return console != null && console.isTerminal();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void say(final String message) {
    spec.commandLine().getErr().println("braidwire: " + message);
    spec.commandLine().getErr().flush();
  }
}
