package org.braidwire.benchmarks.wire;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.wire.IpAddress;

/** The in-memory wire: what two threads and the copies between them cost by themselves. */
public final class MemoryRawWire implements RawWire {
  /** As {@code --io} spells it. */
  public static final String KIND = "memory";

  private static final long FIRST_MAC = 0x02_00_00_00_00_01L;

  private final MemoryWire wire = new MemoryWire("bench");

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public FramePort open(final int end, final PacketMemory memory) {
    return wire.open(end, memory, FIRST_MAC + end);
  }

  @Override
  public int addressV4(final int end) {
    return IpAddress.v4(IpAddress.parseLow(LabAddresses.of(end == 0 ? LabSide.WIRE : LabSide.KERNEL, 0)));
  }

  @Override
  public Laboratory laboratory() {
    return null;
  }

  @Override
  public void close() {
    // the memory belongs to the ends
  }
}
