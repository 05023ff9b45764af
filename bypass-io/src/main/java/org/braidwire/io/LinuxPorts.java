package org.braidwire.io;

import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.netlink.XdpFeatures;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.tap.TapPort;
import org.braidwire.io.xdp.XdpPort;

/** Opens ports on interfaces of this machine. Any thread; the calling one stands in the interface's namespace. */
public final class LinuxPorts {
  private LinuxPorts() {}

  /**
   * Opens the interface of {@code request} as {@code choice} says. {@code auto} chooses for each interface by itself,
   * each time that it is opened; the port's description says what and why.
   *
   * @throws LinuxException naming the call, the interface and the likely cause
   */
  public static FramePort open(final PortChoice choice, final PortRequest request) {
    if (request.group().isShared() && !choice.mayShare()) {
      throw new IllegalArgumentException("interface " + request.interfaceName() + ": " + choice.io()
          + " gives all of an interface to one engine; several engines need --io " + PortChoice.AF_PACKET);
    }
    return switch (choice.io()) {
      case PortChoice.AF_XDP -> XdpPort.open(request, choice.offloads(), choice.silence());
      case PortChoice.AF_PACKET -> AfPacketPort.open(request, choice.offloads(), choice.silence());
      case PortChoice.TAP -> TapPort.open(request.interfaceName(), request.memory(), choice.offloads());
      default -> open(choice, request, choose(request));
    };
  }

  private static AutoChoice choose(final PortRequest request) {
    final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read(request.interfaceName());
    return AutoChoice.of(
        facts,
        DriverFacts.read(facts),
        XdpFeatures.read(facts.index()),
        request.group().isShared(),
        facts.mtuBytes() <= XdpPort.largestMtuBytes(request.pools()));
  }

  /** Opens what {@code auto} has chosen; where that is AF_XDP and it is refused, or would copy, AF_PACKET. */
  static FramePort open(final PortChoice choice, final PortRequest request, final AutoChoice chosen) {
    AutoChoice last = chosen;
    if (chosen.io().equals(PortChoice.AF_XDP)) {
      try {
        final PortRequest wanted = request.withReason(chosen.reason());
        final XdpPort port = XdpPort.open(wanted, choice.offloads(), choice.silence());
        if (port.isZeroCopy()) {
          return port;
        }
        port.close();
        last = chosen.refused("it would run in " + port.modes());
      } catch (final LinuxException refusal) {
        last = chosen.refused(refusal.getMessage());
      }
    }
    return AfPacketPort.open(request.withReason(last.reason()), choice.offloads(), choice.silence());
  }
}
