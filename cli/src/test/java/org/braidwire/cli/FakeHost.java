package org.braidwire.cli;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.PortChoice;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PortRequest;
import org.braidwire.stack.api.HostAccess;
import org.braidwire.stack.wire.IpAddress;

/** A machine with the interfaces eth1 and eth2 that lead nowhere, and whatever else a test wants to be so. */
final class FakeHost implements HostAccess {
  boolean privileged = true;
  String ownedAddress = "";
  String heldAddress = "";
  final List<String> locked = new ArrayList<>();

  @Override
  public boolean mayOpenPackets() {
    return privileged;
  }

  @Override
  public List<String> interfaces() {
    return List.of("eth1", "eth2", "lo");
  }

  @Override
  public String ownerOf(final long addressHigh, final long addressLow) {
    return IpAddress.format(addressHigh, addressLow).equals(ownedAddress) ? "eth1" : null;
  }

  @Override
  public AutoCloseable lock(final String interfaceName, final String address) throws Exception {
    if (address.equals(heldAddress)) {
      throw new IllegalStateException(address + " on " + interfaceName + " is held by process 4711");
    }
    locked.add(address);
    return () -> locked.remove(address);
  }

  @Override
  public FramePort open(final PortChoice choice, final PortRequest request) {
    return new MemoryWire(request.interfaceName()).open(0, request.memory(), 0x02_00_00_00_00_01L);
  }

  @Override
  public LinkMonitor monitor(final List<FramePort> ports) {
    return null;
  }
}
