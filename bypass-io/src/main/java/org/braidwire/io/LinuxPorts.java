package org.braidwire.io;

import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.tap.TapPort;
import org.braidwire.io.xdp.XdpPort;

/** Opens ports on interfaces of this machine. Any thread; the calling one stands in the interface's namespace. */
public final class LinuxPorts {
  private LinuxPorts() {}

  /**
   * Opens the interface of {@code request} as {@code choice} says; {@code auto} is AF_PACKET, see
   * {@link PortChoice#reason()}.
   *
   * @throws org.braidwire.io.linux.LinuxException naming the call, the interface and the likely cause
   */
  public static FramePort open(final PortChoice choice, final PortRequest request) {
    if (request.group().isShared() && !choice.mayShare()) {
      throw new IllegalArgumentException("interface " + request.interfaceName() + ": " + choice.io()
          + " gives all of an interface to one engine; several engines need --io " + PortChoice.AF_PACKET);
    }
    return switch (choice.io()) {
      case PortChoice.AF_XDP -> XdpPort.open(request, choice.offloads());
      case PortChoice.TAP -> TapPort.open(request.interfaceName(), request.memory(), choice.offloads());
      default ->
        AfPacketPort.open(
            request.interfaceName(),
            request.memory(),
            AfPacketPort.DEFAULT_RING_SLOTS,
            choice.offloads(),
            request.group());
    };
  }
}
