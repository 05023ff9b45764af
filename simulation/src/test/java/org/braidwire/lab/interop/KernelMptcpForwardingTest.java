package org.braidwire.lab.interop;

import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;

/**
 * The same on a host that is a router, whose kernel would answer for our addresses: over both kinds of port that keep it
 * silent. A TAP is a station of its own beside the kernel (ADR 0013).
 */
class KernelMptcpForwardingTest extends KernelMptcpTest {
  static Stream<PortChoice> ports() {
    return Stream.of(new PortChoice(PortChoice.AF_PACKET, true), new PortChoice(PortChoice.AF_XDP, true));
  }

  @Override
  LabPlan arranged(final LabPlan plan) {
    return plan.withHost(LabHost.ROUTER);
  }
}
