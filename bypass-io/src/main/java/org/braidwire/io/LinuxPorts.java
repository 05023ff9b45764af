package org.braidwire.io;

import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;

/** Opens ports on interfaces of this machine. Any thread; the calling one stands in the interface's namespace. */
public final class LinuxPorts {
  private LinuxPorts() {}

  /**
   * Opens the interface of {@code request} as {@code choice} says; {@code auto} is AF_PACKET.
   *
   * @throws org.braidwire.io.linux.LinuxException naming the call, the interface and the likely cause
   */
  public static FramePort open(final PortChoice choice, final PortRequest request) {
    return AfPacketPort.open(
        request.interfaceName(),
        request.memory(),
        AfPacketPort.DEFAULT_RING_SLOTS,
        choice.offloads(),
        request.group());
  }
}
