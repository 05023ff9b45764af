package org.braidwire.benchmarks.allocation;

import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.api.StackConfig;

/** What the segments of a measurement meet on their way. */
enum AllocationCase {
  PLAIN_TCP("plain TCP, in order", 1),
  PLAIN_TCP_LOST("plain TCP, 1 % lost", 1),
  PLAIN_TCP_ZERO_WINDOW("plain TCP, the window often shut", 1),
  IN_ORDER("MPTCP, in order", 1),
  TWO_SUBFLOWS("2 subflows interleaved, with checksums", 2),
  LOST("2 subflows, 1 % lost", 2),
  REORDERED("2 subflows, 1 % reordered", 2),
  /** One of them falls silent again and again, for less than it takes to give it up: a new one would be allocated. */
  REINJECTED("2 subflows, one often silent", 2),
  /** The receiver stops reading for longer than a retransmission time-out. */
  ZERO_WINDOW("2 subflows, the window often shut", 2);

  private static final int BUFFER_BYTES = 1 << 20;
  private static final FaultRates LOSS = new FaultRates(0.01, 0, 0, 0, 1);
  private static final FaultRates REORDER = new FaultRates(0, 0, 0, 0.01, 8);

  final String title;
  final int links;

  AllocationCase(final String title, final int links) {
    this.title = title;
    this.links = links;
  }

  StackConfig config() {
    final StackConfig config = StackConfig.defaults().withBuffers(BUFFER_BYTES, BUFFER_BYTES);
    return config.withMultipath(isMultipath()).withChecksum(this == TWO_SUBFLOWS);
  }

  boolean isMultipath() {
    return switch (this) {
      case PLAIN_TCP, PLAIN_TCP_LOST, PLAIN_TCP_ZERO_WINDOW -> false;
      case IN_ORDER, TWO_SUBFLOWS, LOST, REORDERED, REINJECTED, ZERO_WINDOW -> true;
    };
  }

  boolean shutsWindow() {
    return this == ZERO_WINDOW || this == PLAIN_TCP_ZERO_WINDOW;
  }

  /** Of what either end receives. */
  FaultRates faults() {
    return switch (this) {
      case LOST, PLAIN_TCP_LOST -> LOSS;
      case REORDERED -> REORDER;
      default -> FaultRates.NONE;
    };
  }
}
