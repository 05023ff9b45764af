package org.braidwire.cli.demo;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.options.PortOptions;
import org.braidwire.cli.options.Quantities;
import org.braidwire.cli.options.Shutdown;
import org.braidwire.io.linux.Capabilities;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.Laboratory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braidwire demo}: two wires, one stream, and what happens to it when a wire dies. */
@Command(
    name = "demo",
    description = "Sets up two hosts and two links, streams both ways, kills links, and checks every byte.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every byte arrived once and in order, over every link",
      "1:something failed; the last lines say what",
      "2:usage, or this host cannot run it"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int UNABLE = 2;
  private static final int MIN_LINKS = 2;
  private static final long MIN_SIZE_BYTES = 64 << 10;
  private static final long PHASE_NS = 2_000_000_000L;

  /** Who may stand at the other end. */
  enum Peer {
    kernel,
    braidwire
  }

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "256MiB",
      converter = Quantities.Bytes.class,
      description = "Bulk bytes each way, at least; 64KiB to " + RunLimits.MAX_SIZE_GIB
          + "GiB, and no more than the machine moves in the 90 s of a run (default: ${DEFAULT-VALUE}).")
  private long sizeBytes;

  @Option(
      names = "--links",
      paramLabel = "N",
      defaultValue = "2",
      description = "Links between the hosts, 2 to 8 (default: ${DEFAULT-VALUE}).")
  private int links;

  @Option(names = "--reverse", description = "Braidwire connects, the peer listens.")
  private boolean reverse;

  @Option(
      names = "--peer",
      paramLabel = "PEER",
      defaultValue = "kernel",
      description =
          "The other end: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); braidwire is a JVM of its own.")
  private Peer peer;

  @Option(names = "--checksum", description = "DSS checksums on.")
  private boolean checksum;

  @Option(
      names = "--forwarding",
      description =
          "Braidwire's host is a router with addresses on the links, whose kernel would answer for all.")
  private boolean forwarding;

  @Mixin
  private PortOptions ports = new PortOptions();

  @Option(names = "--memory", description = "Two engines on the in-memory wire; what happens without root anyway.")
  private boolean memory;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the summary as JSON.")
  private Path json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    final PrintWriter out = spec.commandLine().getOut();
    final boolean root = Capabilities.isRoot();
    if (!memory && root) {
      final Optional<String> reason = unavailableReason(peer);
      if (reason.isPresent()) {
        if (!Shutdown.isUnderWay()) {
          spec.commandLine().getErr().println("braidwire: " + reason.get());
        }
        return UNABLE;
      }
    }
    final DemoPlan plan = new DemoPlan(
        sizeBytes,
        links,
        reverse,
        peer == Peer.braidwire && !memory && root,
        memory || !root,
        checksum,
        forwarding,
        ports.choice(),
        PHASE_NS,
        json);
    final DemoDisplay display = new DemoDisplay(plan, out, isTerminal());
    display.say(announcement(plan, root));
    final DemoSummary summary = new WatchedRun(new DemoRun(plan, display)).play();
    DemoReport.print(summary, out);
    if (json != null) {
      Files.writeString(json, Json.write(summary) + "\n");
    }
    return summary.passed() ? PASSED : FAILED;
  }

  /** Why this machine cannot hold the demo with that peer, and what does without. */
  private static Optional<String> unavailableReason(final Peer peer) {
    final Optional<String> laboratory =
        Laboratory.unavailableReason().map(reason -> reason + "; without it: demo --memory");
    return laboratory.isPresent() || peer == Peer.braidwire
        ? laboratory
        : Laboratory.mptcpUnavailableReason().map(reason -> reason + "; without it: demo --peer braidwire");
  }

  private void check() {
    if (links < MIN_LINKS || links > LabAddresses.MAX_LINKS) {
      throw wrong("--links must be " + MIN_LINKS + " to " + LabAddresses.MAX_LINKS + ", not " + links);
    }
    if (sizeBytes < MIN_SIZE_BYTES) {
      throw wrong("--size must be at least 64KiB, not " + sizeBytes + " bytes");
    }
    if (sizeBytes > RunLimits.MAX_SIZE_BYTES) {
      throw wrong("--size must be at most " + RunLimits.MAX_SIZE_GIB
          + "GiB, for which a run has time at 1 GiB/s each way, not " + sizeBytes + " bytes");
    }
    if (memory && peer == Peer.braidwire) {
      throw wrong("--memory runs both ends in this process; --peer braidwire is another one: choose");
    }
    if (json != null && (Files.isDirectory(json) || !isWritableFolder(json))) {
      throw wrong("--json " + json + " cannot be written");
    }
  }

  private static boolean isWritableFolder(final Path file) {
    final Path folder = file.toAbsolutePath().getParent();
    return folder != null && Files.isWritable(folder);
  }

  private ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String announcement(final DemoPlan plan, final boolean root) {
    if (plan.memory()) {
      return (root ? "In memory" : "Not root, so in memory") + ": two Braidwire engines on " + plan.links()
          + " in-memory wires share nothing else.";
    }
    return plan.links() + " veth links between two network namespaces: "
        + (plan.braidwirePeer() ? "Braidwire in a JVM of its own" : "the kernel's MPTCP")
        + (plan.reverse() ? " listens, Braidwire connects." : " connects, Braidwire listens.");
  }

  @SuppressWarnings("SystemConsoleNull") // null with a pipe, on JDK 25
  private static boolean isTerminal() {
    final Console console = System.console();
    return console != null && console.isTerminal();
  }
}
