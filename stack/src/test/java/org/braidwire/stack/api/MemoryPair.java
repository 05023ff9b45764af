package org.braidwire.stack.api;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;

/** Two stacks joined by two memory wires: the server is 192.0.2.2 and .18, the client 192.0.2.3 and .19. */
final class MemoryPair {
  static final String SERVER = "192.0.2.2";

  private static final int FRAMES = 16 * 1024;
  private static final int CHUNKS = 256;
  private static final long MAC = 0x02_00_5e_00_00_00L;

  final MemoryWire wire1 = new MemoryWire("wire1");
  final MemoryWire wire2 = new MemoryWire("wire2");

  BraidwireBuilder server() {
    return ports(0).path("eth1=192.0.2.2/28").path("eth2=192.0.2.18/28");
  }

  BraidwireBuilder client() {
    return ports(1).path("eth1=192.0.2.3/28").path("eth2=192.0.2.19/28");
  }

  /** The ports of one end; paths are still to be added. */
  BraidwireBuilder ports(final int end) {
    final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    return Braidwire.builder()
        .memory(memory)
        .port("eth1", wire1.open(end, memory, MAC + 0x10 + end))
        .port("eth2", wire2.open(end, memory, MAC + 0x20 + end));
  }
}
