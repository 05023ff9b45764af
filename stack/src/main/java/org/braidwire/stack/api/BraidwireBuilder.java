package org.braidwire.stack.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.base.CountersFolder;
import org.braidwire.stack.engine.EngineMesh;

/** Collects what a {@link Braidwire} needs, checks it, and starts it. One thread. */
public final class BraidwireBuilder {
  /** Frames of 2 KiB: two full receive windows, headers, and what the rings of the ports hold. */
  private static final int DEFAULT_FRAMES = 16 * 1024;

  /** Chunks of 64 KiB for what waits to be sent or acknowledged. */
  private static final int DEFAULT_CHUNKS = 512;

  private final List<PathConfig> paths = new ArrayList<>();
  private final Map<String, FramePort> givenPorts = new TreeMap<>();
  private final Map<String, PortFactory> factories = new TreeMap<>();
  private StackConfig config = StackConfig.defaults();
  private HostAccess host = HostAccess.linux();
  private PortChoice choice = PortChoice.auto();
  private PacketMemory memory;
  private ThreadPlan threads = ThreadPlan.defaults();
  private String namespace;
  private Path pcap;
  private Path countersFolder = CountersFolder.standard();
  private Consumer<String> warnings = message -> System.err.println("braidwire: " + message);

  BraidwireBuilder() {}

  /** Adds a path, written {@code interface=address/prefix[,via=GATEWAY][,backup][,ports=FIRST-LAST]}. */
  public BraidwireBuilder path(final String text) {
    return path(PathConfig.parse(text));
  }

  public BraidwireBuilder path(final PathConfig path) {
    paths.add(path);
    return this;
  }

  public BraidwireBuilder config(final StackConfig chosen) {
    config = chosen;
    return this;
  }

  /** How frames reach the wire; {@link PortChoice#auto()} by default. */
  public BraidwireBuilder io(final PortChoice chosen) {
    choice = chosen;
    return this;
  }

  /** On which threads it runs; {@link ThreadPlan#defaults()} by default. */
  public BraidwireBuilder threads(final ThreadPlan plan) {
    threads = plan;
    return this;
  }

  /** What a thread does when there is nothing to do, one of {@link ThreadPlan#IDLE_NAMES}. */
  public BraidwireBuilder idle(final String name) {
    try {
      return threads(threads.withIdle(name));
    } catch (final IllegalArgumentException unknown) {
      throw new BraidwireException(unknown.getMessage(), unknown);
    }
  }

  /** How many engines, each with memory, ports and threads of its own; 1 by default. */
  public BraidwireBuilder engines(final int count) {
    try {
      return threads(threads.withEngines(count));
    } catch (final IllegalArgumentException wrong) {
      throw new BraidwireException(wrong.getMessage(), wrong);
    }
  }

  /** Records every frame of every port in a pcapng file. */
  public BraidwireBuilder pcap(final Path file) {
    pcap = file;
    return this;
  }

  /** Where other processes ({@code braidwire stat}) find this stack's counters while it runs; null for nowhere. */
  public BraidwireBuilder countersFolder(final Path folder) {
    countersFolder = folder;
    return this;
  }

  /** Opens the ports inside a named network namespace ({@code ip netns}); null for the process's own. */
  public BraidwireBuilder networkNamespace(final String name) {
    namespace = name;
    return this;
  }

  /**
   * Who hears, in one line each, of what goes wrong beside the way; standard error by default. Called on a thread of the
   * stack, which it must not hold up.
   */
  public BraidwireBuilder warnings(final Consumer<String> listener) {
    warnings = listener;
    return this;
  }

  /** The machine to open ports on; for tests. */
  public BraidwireBuilder host(final HostAccess access) {
    host = access;
    return this;
  }

  /** The memory that ports given by {@link #port} were opened on; the stack closes it. */
  public BraidwireBuilder memory(final PacketMemory given) {
    memory = given;
    return this;
  }

  /** An open port for {@code interfaceName}, instead of one of the machine's; the stack closes it. */
  public BraidwireBuilder port(final String interfaceName, final FramePort port) {
    givenPorts.put(interfaceName, port);
    return this;
  }

  /** What opens the port of {@code interfaceName}, instead of one of the machine's; the stack closes the port. */
  public BraidwireBuilder port(final String interfaceName, final PortFactory factory) {
    factories.put(interfaceName, factory);
    return this;
  }

  /** Opens ports and starts the threads. Nothing stays open when this throws a {@link BraidwireException}. */
  public Braidwire start() {
    if (!BraidwireBuilder.class.getModule().isNativeAccessEnabled()) {
      throw BraidwireException.inOneLine(
          "native access is off: start java with --enable-native-access=ALL-UNNAMED");
    }
    if (paths.isEmpty()) {
      throw new BraidwireException(
          "no path given; a path is interface=address/prefix, such as eth1=192.0.2.2/28");
    }
    checkDistinct();
    checkNames();
    checkSharing();
    final EngineStarter starter =
        new EngineStarter(config, threads, List.copyOf(paths), givenPorts, factories, this::opener);
    final List<PacketMemory> memories = memory != null
        ? List.of(memory)
        : PacketMemory.allocate(threads.engines(), DEFAULT_FRAMES, DEFAULT_CHUNKS);
    final List<RunningEngine> prepared = new ArrayList<>();
    try {
      for (int i = 0; i < threads.engines(); i++) {
        prepared.add(starter.prepare(i, memories.get(i)));
      }
      publish(prepared);
    } catch (final RuntimeException | Error failure) {
      prepared.forEach(RunningEngine::close);
      memories.forEach(PacketMemory::close); // also of engines that were not reached
      throw failure;
    }
    final Braidwire running = new Braidwire(prepared);
    running.start(threads.cores());
    return running;
  }

  private PathOpener opener(final int engine, final PortPlacement placement, final PortGroups groups) {
    return new PathOpener(host, placement, groups, engine == 0, choice, namespace, pcap, warnings);
  }

  /** What cannot be shared by as many threads as there are to be. */
  private void checkSharing() {
    EngineStarter.check(threads);
    if (threads.nicThread() && !givenPorts.isEmpty()) {
      throw new BraidwireException(
          "port " + givenPorts.keySet().iterator().next()
              + " was given open, on the engine's memory; a thread of its own needs a factory");
    }
    if (threads.engines() > 1 && (memory != null || !givenPorts.isEmpty())) {
      throw new BraidwireException("memory and open ports are one engine's; several engines need factories");
    }
    for (final PathConfig path : paths) {
      checkPorts(path);
    }
    if (threads.engines() > 1 && pcap != null) {
      throw new BraidwireException(
          "a capture file is written by one engine; there are to be " + threads.engines());
    }
  }

  private void checkPorts(final PathConfig path) {
    final int fewest = EngineMesh.fewestPorts(threads.engines());
    if (path.isShared() && path.lastPort() - path.firstPort() + 1 < fewest) {
      throw new BraidwireException("the path on " + path.interfaceName() + " has too few ports for "
          + threads.engines() + " engines, each of which connects from ports of its own: it takes " + fewest);
    }
  }

  private void checkNames() {
    try {
      config.checkNames();
    } catch (final IllegalArgumentException unknown) {
      throw new BraidwireException(unknown.getMessage(), unknown);
    }
  }

  /** Counters that nobody can read are no reason not to run. */
  private void publish(final List<RunningEngine> engines) {
    if (countersFolder == null) {
      return;
    }
    try {
      for (final RunningEngine engine : engines) {
        engine.agent().publisher(engine.stack().publishIn(countersFolder));
      }
    } catch (final IOException refused) {
      warnings.accept("no live counters: " + countersFolder + " takes no file (" + refused + ")");
    }
  }

  private void checkDistinct() {
    for (int i = 0; i < paths.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (paths.get(i).addressHigh() == paths.get(j).addressHigh()
            && paths.get(i).addressLow() == paths.get(j).addressLow()) {
          throw new BraidwireException("two paths have the address " + PathOpener.addressOf(paths.get(i)));
        }
      }
    }
  }
}
