package org.braidwire.benchmarks.allocation;

import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.api.StackConfig;

/** What the segments of a measurement meet on their way. */
enum AllocationCase {
  PLAIN_TCP("plain TCP, in order", 1, config().withMultipath(false), FaultRates.NONE),
  IN_ORDER("MPTCP, in order", 1, config(), FaultRates.NONE),
  TWO_SUBFLOWS("2 subflows interleaved, with checksums", 2, config().withChecksum(true), FaultRates.NONE),
  LOST("2 subflows, 1 % lost", 2, config(), new FaultRates(0.01, 0, 0, 0, 1)),
  REORDERED("2 subflows, 1 % reordered", 2, config(), new FaultRates(0, 0, 0, 0.01, 8)),
  /** One of them falls silent again and again, for less than it takes to give it up: a new one would be allocated. */
  REINJECTED("2 subflows, one often silent", 2, config(), FaultRates.NONE),
  /** The receiver stops reading for longer than a retransmission time-out. */
  ZERO_WINDOW("2 subflows, the window often shut", 2, config(), FaultRates.NONE);

  private static final int BUFFER_BYTES = 1 << 20;

  final String title;
  final int links;
  final StackConfig config;
  final FaultRates faults;

  AllocationCase(final String title, final int links, final StackConfig config, final FaultRates faults) {
    this.title = title;
    this.links = links;
    this.config = config;
    this.faults = faults;
  }

  private static StackConfig config() {
    return StackConfig.defaults().withBuffers(BUFFER_BYTES, BUFFER_BYTES);
  }
}
