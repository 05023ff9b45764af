package org.braidwire.benchmarks.wire;

import org.braidwire.io.LinuxPorts;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.wire.IpAddress;

/** A kind of port of this machine at both ends of a veth link between two bare hosts. */
public final class LinuxRawWire implements RawWire {
  private final PortChoice choice;
  private final Laboratory laboratory;

  public LinuxRawWire(final PortChoice choice) {
    this.choice = choice;
    laboratory = Laboratory.open(LabPlan.links(1).withTwoWires().withPorts(choice));
  }

  @Override
  public String name() {
    return choice.io() + (choice.offloads() ? " with offloads" : "");
  }

  @Override
  public FramePort open(final int end, final PacketMemory memory) {
    NetNamespace.enter(laboratory.namespace(side(end)));
    return LinuxPorts.open(
        choice,
        PortRequest.onEngineThread(laboratory.device(side(end), 0), LabAddresses.claims(side(end), 1), memory));
  }

  @Override
  public int addressV4(final int end) {
    return IpAddress.v4(IpAddress.parseLow(LabAddresses.of(side(end), 0)));
  }

  private static LabSide side(final int end) {
    return end == 0 ? LabSide.WIRE : LabSide.KERNEL;
  }

  @Override
  public Laboratory laboratory() {
    return laboratory;
  }

  @Override
  public void close() {
    laboratory.close();
  }
}
