package org.braidwire.stack.api;

import java.util.List;
import org.braidwire.io.PortChoice;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PortRequest;

/**
 * What starting a stack asks of the machine. Called on the thread that opens the ports, which stands in their
 * network namespace. An interface so that every refusal can be tried without the machine that would cause it.
 */
public interface HostAccess {
  /** Whether this process may open packet sockets (CAP_NET_RAW). */
  boolean mayOpenPackets();

  /** Names of the interfaces that exist. */
  List<String> interfaces();

  /** The interface on which the host itself owns the address, or null. */
  String ownerOf(long addressHigh, long addressLow);

  /** Takes the address for this process, or throws an exception whose message says who holds it. */
  AutoCloseable lock(String interfaceName, String address) throws Exception;

  /** Opens a port of the chosen kind. */
  FramePort open(PortChoice choice, PortRequest request);

  /** News about the links that {@code ports} are on, or null where links never change. */
  LinkMonitor monitor(List<FramePort> ports);

  /** This machine. */
  static HostAccess linux() {
    return new LinuxHost();
  }
}
