package org.braidwire.cli.demo;

import java.util.List;
import org.braidwire.io.memory.MemoryWire;

/** Cables in memory between two engines that share nothing else. */
final class MemoryLinks implements DemoLinks {
  private final List<MemoryWire> wires;

  MemoryLinks(final List<MemoryWire> wires) {
    this.wires = List.copyOf(wires);
  }

  @Override
  public void setUp(final int link, final boolean up) {
    wires.get(link - 1).setLinkUp(up);
  }

  @Override
  public void silentDrop(final int link, final boolean drop) {
    wires.get(link - 1).setSilentDrop(drop);
  }

  @Override
  public void close() {
    // Nothing but memory.
  }
}
