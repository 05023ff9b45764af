package org.braidwire.stack.api;

import java.io.IOException;
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
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PcapngFile;
import org.braidwire.io.port.PcapngTap;
import org.braidwire.io.port.PortRequest;
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
      stackPaths.add(new MptcpStack.Path(path, ports.get(path.interfaceName())));
    }
  }

  List<MptcpStack.Path> stackPaths() {
    return stackPaths;
  }

  EngineResources resources(final PacketMemory memory) {
    return new EngineResources(placement, List.copyOf(ports.values()), links, List.copyOf(locks), memory);
  }

  /** What of the traffic is ours. */
  static List<Claim> claims(final List<PathConfig> paths) {
    return paths.stream()
        .map(path -> Claim.address(path.addressHigh(), path.addressLow()))
        .toList();
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
      locks.add(host.lock(path.interfaceName(), addressOf(path)));
    }
    final List<Claim> claims = claims(paths);
    final List<FramePort> opened = new ArrayList<>();
    for (final PathConfig path : paths) {
      if (!ports.containsKey(path.interfaceName())) {
        final FramePort port = placement.open(
            PortRequest.onEngineThread(path.interfaceName(), claims, memory)
                .withGroup(groups.of(path.interfaceName())),
            request -> {
              final FramePort device = host.open(choice, request);
              opened.add(device);
              return device;
            });
        ports.put(path.interfaceName(), port);
      }
    }
    links = placement.links(host.monitor(opened));
    return null;
  }

  /** Puts a tap in front of every port; the file is closed after them. */
  private void tapAll() {
    try {
      final PcapngFile file = PcapngFile.create(pcap, warnings);
      locks.add(file);
      ports.replaceAll((name, port) -> new PcapngTap(port, file, WallClock::nowNs));
    } catch (final IOException refused) {
      throw new BraidwireException("cannot write the capture " + pcap + ": " + refused.getMessage(), refused);
    }
  }

  private void check(final PathConfig path, final List<String> interfaces) {
    final String name = path.interfaceName();
    if (!interfaces.contains(name) && !choice.makesInterface()) {
      throw new BraidwireException("interface " + name + " does not exist"
          + (namespace == null ? "" : " in namespace " + namespace)
          + "; there are: " + String.join(", ", interfaces));
    }
    final String owner = host.ownerOf(path.addressHigh(), path.addressLow());
    if (owner != null) {
      final String address = addressOf(path);
      throw new BraidwireException("address " + address + " belongs to the host, on " + owner
          + ", whose kernel would answer for it; remedy: ip addr del " + address + "/" + path.prefixLength()
          + " dev " + owner);
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
