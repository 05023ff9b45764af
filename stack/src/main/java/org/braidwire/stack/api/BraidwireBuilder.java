package org.braidwire.stack.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;

/** Collects what a {@link Braidwire} needs, checks it, and starts it. One thread. */
public final class BraidwireBuilder {
  /** Frames of 2 KiB: two full receive windows, headers, and what the rings of the ports hold. */
  private static final int DEFAULT_FRAMES = 16 * 1024;

  /** Chunks of 64 KiB for what waits to be sent or acknowledged. */
  private static final int DEFAULT_CHUNKS = 512;

  private static final int SPINS = 100;
  private static final int YIELDS = 20;
  private static final long MIN_PARK_NS = 1_000;
  private static final long MAX_PARK_NS = 100_000;

  private final List<PathConfig> paths = new ArrayList<>();
  private final Map<String, FramePort> givenPorts = new TreeMap<>();
  private StackConfig config = StackConfig.defaults();
  private HostAccess host = HostAccess.linux();
  private PortChoice choice = PortChoice.auto();
  private PacketMemory memory;
  private String idle = "backoff";
  private String namespace;
  private Path pcap;
  private Consumer<String> warnings = message -> System.err.println("braidwire: " + message);

  BraidwireBuilder() {}

  /** Adds a path, written {@code interface=address/prefix[,via=GATEWAY][,backup]}. */
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

  /** What the engine does when there is nothing to do: {@code backoff} sleeps, {@code spin} burns a core. */
  public BraidwireBuilder idle(final String name) {
    idleStrategy(name);
    idle = name;
    return this;
  }

  /** Records every frame of every port in a pcapng file. */
  public BraidwireBuilder pcap(final Path file) {
    pcap = file;
    return this;
  }

  /** Opens the ports inside a named network namespace ({@code ip netns}); null for the process's own. */
  public BraidwireBuilder networkNamespace(final String name) {
    namespace = name;
    return this;
  }

  /** Who hears, in one line each, of what goes wrong beside the way; standard error by default. Engine thread. */
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

  /** Opens ports and starts the engine's thread. Nothing stays open when this throws a {@link BraidwireException}. */
  public Braidwire start() {
    if (!BraidwireBuilder.class.getModule().isNativeAccessEnabled()) {
      throw new BraidwireException("native access is off: start java with --enable-native-access=ALL-UNNAMED");
    }
    if (paths.isEmpty()) {
      throw new BraidwireException(
          "no path given; a path is interface=address/prefix, such as eth1=192.0.2.2/28");
    }
    checkDistinct();
    final PathOpener opener = new PathOpener(host, choice, namespace, pcap, warnings);
    final PacketMemory pools = memory != null ? memory : PacketMemory.allocate(DEFAULT_FRAMES, DEFAULT_CHUNKS);
    opener.open(paths, givenPorts, pools);
    final EngineResources resources = opener.resources(pools);
    try {
      final Clock clock = Clock.system();
      final MptcpStack stack = new MptcpStack(config, opener.stackPaths(), pools, clock, RandomSource.secure());
      final EngineAgent engine = new EngineAgent(stack, resources, clock, config.maxConnections());
      final Braidwire running = new Braidwire(engine, stack, idleStrategy(idle));
      running.start();
      return running;
    } catch (final IllegalArgumentException wrong) {
      resources.close();
      throw new BraidwireException(wrong.getMessage(), wrong);
    } catch (final RuntimeException | Error failure) {
      resources.close();
      throw failure;
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

  private static IdleStrategy idleStrategy(final String name) {
    return switch (name) {
      case "spin" -> BusySpinIdleStrategy.INSTANCE;
      case "backoff" -> new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
      default -> throw new BraidwireException("unknown idle strategy '" + name + "'; known are: backoff, spin");
    };
  }
}
