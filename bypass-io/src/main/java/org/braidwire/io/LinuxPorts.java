package org.braidwire.io;

import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;

/** Opens ports on interfaces of this machine. Any thread; the calling one stands in the interface's namespace. */
public final class LinuxPorts {
  private LinuxPorts() {}

  /**
   * Opens {@code interfaceName} as {@code choice} says; {@code auto} is AF_PACKET.
   *
   * @throws org.braidwire.io.linux.LinuxException naming the call, the interface and the likely cause
   */
  public static FramePort open(final PortChoice choice, final String interfaceName, final PortMemory memory) {
    return AfPacketPort.open(interfaceName, memory, AfPacketPort.DEFAULT_RING_SLOTS, choice.offloads());
  }
}
