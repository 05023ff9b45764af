package org.braidwire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.braidwire.simulation.scenario.PlantedBugHunt;
import org.braidwire.simulation.scenario.Scenario;
import org.braidwire.simulation.scenario.ScenarioPlan;
import org.braidwire.simulation.scenario.SeedResult;
import org.braidwire.simulation.scenario.SeedRunner;
import org.braidwire.simulation.scenario.Trace;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the deterministic simulation: many seeds, or one again to look at it. */
@Command(
    name = "sim",
    description = "Runs whole networks from seeds under a virtual clock, with faults, and checks every packet.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:every seed passed", "1:a rule was broken, or a planted bug was not found", "2:usage"})
public final class SimCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 50;

  @Spec
  private CommandSpec spec;

  @ArgGroup
  private What what = new What();

  @Option(names = "--first", paramLabel = "SEED", description = "First seed (default: ${DEFAULT-VALUE}).")
  private long first = 1;

  @Option(names = "--threads", paramLabel = "N", description = "Seeds run at once (default: ${DEFAULT-VALUE}).")
  private int threads = 2;

  @Option(names = "--pcap", paramLabel = "FILE", description = "With --seed: write what was sent to a pcap file.")
  private Path pcap;

  @Option(names = "--trace", description = "With --seed: print the plan and every frame.")
  private boolean trace;

  /** What to run. */
  private static final class What {
    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default: 500).")
    private Long seeds;

    @Option(names = "--seed", paramLabel = "SEED", description = "Run this one seed.")
    private Long seed;

    @Option(names = "--planted", description = "Plant each known bug and count the seeds until it is found.")
    private boolean planted;
  }

  @Override
  public Integer call() throws IOException {
    validate();
    // before any class of the stack is loaded: its assertions are part of the checks
    ClassLoader.getSystemClassLoader().setPackageAssertionStatus("org.braidwire", true);
    final PrintWriter out = spec.commandLine().getOut();
    final boolean passed;
    if (what.planted) {
      System.setProperty("braidwire.planted.bugs", "true");
      passed = PlantedBugHunt.run(first, threads, line -> say(out, line));
    } else if (what.seed != null) {
      passed = one(out, what.seed);
    } else {
      passed = many(out, what.seeds == null ? 500 : what.seeds);
    }
    return passed ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private void validate() {
    if (threads < 1) {
      throw wrong("--threads must be at least 1, not " + threads);
    }
    if (what.seeds != null && what.seeds < 1) {
      throw wrong("--seeds must be at least 1, not " + what.seeds);
    }
    if ((pcap != null || trace) && what.seed == null) {
      throw wrong((pcap != null ? "--pcap" : "--trace") + " wants one seed: --seed SEED");
    }
    if (pcap != null && (Files.isDirectory(pcap) || !isWritableFolder(pcap))) {
      throw wrong("--pcap " + pcap + " cannot be written");
    }
  }

  private static boolean isWritableFolder(final Path file) {
    final Path folder = file.toAbsolutePath().getParent();
    return folder != null && Files.isWritable(folder);
  }

  private ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private boolean many(final PrintWriter out, final long seeds) {
    final long[] done = new long[1];
    final SeedRunner.Summary summary = SeedRunner.run(first, seeds, threads, result -> {
      if (!result.passed()) {
        describe(out, result);
      }
      if (++done[0] % PROGRESS_EVERY == 0) {
        say(out, done[0] + " of " + seeds + " seeds");
      }
    });
    say(out, summary.coverage().table());
    summary.describe().forEach(line -> say(out, line));
    return summary.isGood();
  }

  private boolean one(final PrintWriter out, final long seed) throws IOException {
    final ScenarioPlan plan = Scenario.plan(seed);
    final Trace watcher = new Trace(line -> {
      if (trace) {
        say(out, line);
      }
    });
    watcher.plan(plan);
    final SeedResult result =
        pcap == null ? Scenario.run(plan, watcher) : Scenario.runCaptured(plan, pcap, watcher);
    describe(out, result);
    if (trace && result.failure() != null) {
      result.failure().printStackTrace(out);
      out.flush();
    }
    return result.passed();
  }

  private static void describe(final PrintWriter out, final SeedResult result) {
    say(out, result.describe());
    if (!result.passed()) {
      say(out, "  replay: " + result.replayCommand());
    }
  }

  private static void say(final PrintWriter out, final String line) {
    out.println(line);
    out.flush();
  }
}
