package org.braidwire.stack.api;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.HostNeighbours;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PcapngFile;
import org.braidwire.io.port.PcapngTap;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.reopen.ReopeningPort;
import org.braidwire.io.silence.SilencePolicy;
import org.braidwire.stack.base.WallClock;
import org.braidwire.stack.wire.IpAddress;

/**
 * Turns path configurations into open ports: checks what the machine allows, takes the addresses, opens one port
 * an interface. All or nothing: whatever was opened before a failure is closed again.
 */
final class PathOpener {
  private final HostAccess host;
  private final PortPlacement placement;
  private final PortGroups groups;
  private final boolean first;
  private final PortChoice choice;
  private final String namespace;
  private final Path pcap;
  private final Consumer<String> warnings;
  private final Map<String, FramePort> ports = new LinkedHashMap<>();
  private final List<AutoCloseable> locks = new ArrayList<>();
  private final List<MptcpStack.Path> stackPaths = new ArrayList<>();
  private LinkMonitor links;

  /**
   * @param groups what the engines of this stack share of each interface
   * @param first whether this is the first engine, which takes the addresses
   */
  PathOpener(
      final HostAccess host,
      final PortPlacement placement,
      final PortGroups groups,
      final boolean first,
      final PortChoice choice,
      final String namespace,
      final Path pcap,
      final Consumer<String> warnings) {
    this.host = host;
    this.placement = placement;
    this.groups = groups;
    this.first = first;
    this.choice = choice;
    this.namespace = namespace;
    this.pcap = pcap;
    this.warnings = warnings;
  }

  /** Opens what {@code given} does not already contain; on failure everything, the memory too, is closed. */
  void open(final List<PathConfig> paths, final Map<String, FramePort> given, final PacketMemory memory) {
    ports.putAll(given);
    try {
      final List<PathConfig> toOpen = paths.stream()
          .filter(path -> !given.containsKey(path.interfaceName()))
          .toList();
      if (!toOpen.isEmpty()) {
        inNamespace(() -> openAll(toOpen, memory));
      }
      if (pcap != null) {
        tapAll();
      }
    } catch (final RuntimeException | Error failure) {
      resources(memory).close();
      throw failure;
    }
    for (final PathConfig path : paths) {
      stackPaths.add(new MptcpStack.Path(path, ports.get(path.interfaceName()), neighbours(path)));
    }
  }

  private HostNeighbours neighbours(final PathConfig path) {
    return path.isShared() && links != null ? links.neighbours(path.interfaceName()) : null;
  }

  List<MptcpStack.Path> stackPaths() {
    return stackPaths;
  }

  EngineResources resources(final PacketMemory memory) {
    return new EngineResources(placement, List.copyOf(ports.values()), links, List.copyOf(locks), memory);
  }

  /** What of the traffic is ours. */
  static List<Claim> claims(final List<PathConfig> paths) {
    return paths.stream().map(PathConfig::claim).toList();
  }

  static String addressOf(final PathConfig path) {
    return IpAddress.format(path.addressHigh(), path.addressLow());
  }

  private Void openAll(final List<PathConfig> paths, final PacketMemory memory) throws Exception {
    if (!host.mayOpenPackets()) {
      throw new BraidwireException("opening packet sockets needs root (CAP_NET_RAW)");
    }
    final List<String> interfaces = host.interfaces();
    for (final PathConfig path : paths) {
      check(path, interfaces);
    }
    // An address is this process's, and stands for all of its engines.
    for (final PathConfig path : first ? paths : List.<PathConfig>of()) {
      locks.add(host.lock(path));
    }
    final List<Claim> claims = claims(paths);
    final List<FramePort> opened = new ArrayList<>();
    for (final PathConfig path : paths) {
      if (!ports.containsKey(path.interfaceName())) {
        final PortRequest wanted = PortRequest.onEngineThread(path.interfaceName(), claims, memory)
            .withGroup(groups.of(path.interfaceName()));
        final FramePort port = placement.open(wanted, request -> {
          final FramePort device =
              ReopeningPort.open(request, asked -> host.open(choice, asked), namespace, warnings);
          opened.add(device);
          return device;
        });
        ports.put(path.interfaceName(), port);
      }
    }
    links = placement.links(host.monitor(opened));
    if (links == null && paths.stream().anyMatch(PathConfig::isShared)) {
      links = host.monitor(List.of()); // neighbours are the engine's own business, on whatever thread links are
    }
    return null;
  }

  /** Puts a tap in front of every port; the file is closed after them. */
  private void tapAll() {
    try {
      final PcapngFile file = PcapngFile.create(pcap, warnings);
      locks.add(file);
      ports.replaceAll((name, port) -> new PcapngTap(port, file, WallClock::nowNs));
    } catch (final IOException refused) {
      throw new BraidwireException("cannot write the capture " + pcap + ": " + reason(refused), refused);
    }
  }

  /** An exception of the file system has the path as its message, and the reason elsewhere or in its name. */
  private static String reason(final IOException refused) {
    return switch (refused) {
      case NoSuchFileException _ -> "there is no such folder";
      case AccessDeniedException _ -> "it may not be written";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> refused.getMessage();
    };
  }

  private void check(final PathConfig path, final List<String> interfaces) {
    final String name = path.interfaceName();
    if (!interfaces.contains(name) && !choice.makesInterface()) {
      throw new BraidwireException("interface " + name + " does not exist"
          + (namespace == null ? "" : " in namespace " + namespace)
          + "; there are: " + String.join(", ", interfaces));
    }
    final String owner = host.ownerOf(path.addressHigh(), path.addressLow());
    if (path.isShared()) {
      checkShared(path, owner);
    } else if (owner != null) {
      final String address = addressOf(path);
      throw new BraidwireException("address " + address + " belongs to the host, on " + owner
          + ", whose kernel would answer for it; remedy: ip addr del " + address + "/" + path.prefixLength()
          + " dev " + owner + ", or share it: ...,ports=FIRST-LAST");
    }
  }

  private void checkShared(final PathConfig path, final String owner) {
    final String address = addressOf(path);
    if (!path.interfaceName().equals(owner)) {
      throw new BraidwireException("address " + address + " is not the host's on " + path.interfaceName()
          + ", and a path with ports shares one that is; remedy: ip addr add " + address + "/"
          + path.prefixLength() + " dev " + path.interfaceName() + ", or leave ports out");
    }
    if (choice.makesInterface()) {
      throw new BraidwireException("a TAP is a station of its own and shares no address of the host: leave ports="
          + " out of the path on " + path.interfaceName());
    }
    if (choice.silence() == SilencePolicy.OFF) {
      throw new BraidwireException("without silence the host's kernel would reset what comes to " + address
          + ": a path with ports needs --silence on");
    }
    if (first && !host.reserves(path.firstPort(), path.lastPort())) {
      final String range = path.firstPort() + "-" + path.lastPort();
      warnings.accept("the host's kernel may give ports " + range + " to connections of its own, which then fail;"
          + " remedy: sysctl -w net.ipv4.ip_local_reserved_ports=" + range);
    }
  }

  private void inNamespace(final Callable<Void> body) {
    try {
      if (namespace == null) {
        body.call();
      } else {
        NetNamespace.call(namespace, body);
      }
    } catch (final BraidwireException clear) {
      throw clear;
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BraidwireException("interrupted while opening ports", interrupted);
    } catch (final Exception failure) {
      // Messages of the I/O module name the call, the interface and the likely cause.
      throw new BraidwireException(failure.getMessage(), failure);
    }
  }
}
