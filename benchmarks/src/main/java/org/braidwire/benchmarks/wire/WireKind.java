package org.braidwire.benchmarks.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.braidwire.io.PortChoice;

/**
 * A kind of port that can be measured.
 *
 * @param name as {@code --io} spells it
 * @param needsRoot whether it is one of this machine's
 * @param maker makes a wire between two of them
 */
public record WireKind(String name, boolean needsRoot, Supplier<RawWire> maker) {
  /** Every kind that {@link PortChoice} knows, without and with offloads, and the in-memory wire. */
  public static List<WireKind> all() {
    final List<WireKind> kinds = new ArrayList<>();
    for (final String kind : PortChoice.KINDS) {
      for (final boolean offloads : new boolean[] {false, true}) {
        final PortChoice choice = PortChoice.auto().withIo(kind).withOffloads(offloads);
        kinds.add(new WireKind(kind, true, () -> new LinuxRawWire(choice)));
      }
    }
    kinds.add(new WireKind(MemoryRawWire.KIND, false, MemoryRawWire::new));
    return kinds;
  }

  RawWire open() {
    return maker.get();
  }
}
