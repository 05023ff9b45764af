package org.braidwire.stack.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.Capabilities;
import org.braidwire.io.netlink.HostAddresses;
import org.braidwire.io.netlink.LinkEvents;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.packet.AddressLock;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PortRequest;

/** The machine this process runs on: packet sockets, netlink, and one lock an address. */
final class LinuxHost implements HostAccess {
  private static final Path INTERFACES = Path.of("/proc/thread-self/net/dev");

  @Override
  public boolean mayOpenPackets() {
    return Capabilities.hasNetRaw();
  }

  @Override
  public List<String> interfaces() {
    // java.net mixes in the main thread's namespace; this file is the calling thread's.
    try (Stream<String> lines = Files.lines(INTERFACES, StandardCharsets.US_ASCII)) {
      return lines.filter(line -> line.indexOf(':') > 0)
          .map(line -> line.substring(0, line.indexOf(':')).strip())
          .sorted()
          .toList();
    } catch (final IOException none) {
      return List.of();
    }
  }

  @Override
  public String ownerOf(final long addressHigh, final long addressLow) {
    return HostAddresses.owned(addressHigh, addressLow).orElse(null);
  }

  @Override
  public AutoCloseable lock(final String interfaceName, final String address) throws Exception {
    return AddressLock.take(interfaceName, address);
  }

  @Override
  public FramePort open(final PortChoice choice, final PortRequest request) {
    return LinuxPorts.open(choice, request);
  }

  @Override
  public LinkMonitor monitor(final List<FramePort> ports) {
    final NetlinkMonitor monitor = NetlinkMonitor.open();
    for (final FramePort port : ports) {
      if (port instanceof LinkEvents listener) {
        monitor.listen(listener);
      }
    }
    return monitor;
  }
}
