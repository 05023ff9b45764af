package org.braidwire.simulation.network;

import java.util.List;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.WireFrame;

/** Watches every frame: the log, the checkers, the coverage table, a capture file. Must not change anything. */
public interface NetworkObserver {
  /** A host gave {@code frame} to its port. */
  default void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {}

  /** A host gave its card a run of segments as one; what of it goes on the wire is told besides. */
  default void onRun(final SimulatedPort port, final List<WireFrame> segments, final long nowNs) {}

  /** {@code frame} lies in memory of the receiving host. */
  default void onDelivered(final SimulatedPort port, final WireFrame frame, final long nowNs) {}

  /** {@code fault} hit {@code frame}, sent by {@code sender}. */
  default void onFault(final SimulatedPort sender, final WireFrame frame, final Fault fault, final long nowNs) {}

  /** The carrier of {@code link} came or went. */
  default void onCarrier(final SimulatedLink link, final boolean up, final long nowNs) {}
}
