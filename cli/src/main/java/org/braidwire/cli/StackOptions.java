package org.braidwire.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.cli.options.CountersHint;
import org.braidwire.cli.options.PortOptions;
import org.braidwire.cli.options.Quantities;
import org.braidwire.cli.options.ThreadOptions;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.HostAccess;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.ThreadPlan;
import org.braidwire.stack.base.KeepAlive;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options with which every command that runs a stack describes it. */
final class StackOptions {
  @Option(
      names = "--path",
      required = true,
      paramLabel = "IF=ADDRESS/PREFIX",
      converter = PathConverter.class,
      description = {
        "A link and Braidwire's own address on it, such as eth1=192.0.2.2/28; several for several links.",
        "Add ,via=GATEWAY for peers beyond the subnet, ,backup for a path of last resort,",
        ",ports=FIRST-LAST for TCP to these ports of an address that the host keeps."
      })
  private List<PathConfig> paths = new ArrayList<>();

  @Mixin
  private PortOptions ports = new PortOptions();

  @Mixin
  private ThreadOptions threads = new ThreadOptions();

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      description = "Which subflow carries the next bytes: lowest-rtt (default) or active-backup.")
  private String scheduler;

  @Option(
      names = "--congestion",
      paramLabel = "NAME",
      description = "Congestion control of the subflows: cubic (default) or newreno.")
  private String congestion;

  @Option(names = "--checksum", description = "Ask for DSS checksums.")
  private boolean checksum;

  @Option(
      names = "--keep-alive",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      description = "Ask a peer that was silent for so long whether it is there; without, nobody asks.")
  private Duration keepAlive;

  @Option(names = "--pcap", paramLabel = "FILE", description = "Record every frame in a pcapng file.")
  private Path pcap;

  @Option(names = "--no-counters", description = "Publish no counters for 'braidwire stat'.")
  private boolean noCounters;

  /** Replaced by tests. */
  private HostAccess host = HostAccess.linux();

  void host(final HostAccess access) {
    host = access;
  }

  /** Starts the stack; a {@link BraidwireException} says why it cannot be. */
  Braidwire start() {
    final BraidwireBuilder builder = Braidwire.builder()
        .host(host)
        .io(ports.choice())
        .threads(threadPlan())
        .pcap(pcap)
        .config(config());
    paths.forEach(builder::path);
    if (noCounters) {
      builder.countersFolder(null);
    }
    return builder.start();
  }

  /** How the frames of a stack that was started reach the wire, a line a port, and how to look at its counters. */
  List<String> announcements(final Braidwire stack) {
    final List<String> lines = new ArrayList<>(stack.ports());
    CountersHint.of(stack).ifPresent(lines::add);
    return lines;
  }

  private ThreadPlan threadPlan() {
    try {
      return threads.plan();
    } catch (final IllegalArgumentException wrong) {
      throw new BraidwireException(wrong.getMessage(), wrong);
    }
  }

  private StackConfig config() {
    StackConfig config = StackConfig.defaults().withChecksum(checksum);
    if (scheduler != null) {
      config = config.withScheduler(scheduler);
    }
    if (congestion != null) {
      config = config.withCongestionControl(congestion);
    }
    try {
      return keepAlive == null ? config : config.withKeepAlive(KeepAlive.after(keepAlive.toNanos()));
    } catch (final IllegalArgumentException wrong) {
      throw new BraidwireException(wrong.getMessage(), wrong);
    }
  }

  /** Gives a path's own complaint about itself to the shell. */
  static final class PathConverter implements ITypeConverter<PathConfig> {
    @Override
    public PathConfig convert(final String text) {
      try {
        return PathConfig.parse(text);
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
