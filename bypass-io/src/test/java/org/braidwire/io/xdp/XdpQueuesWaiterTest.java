package org.braidwire.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.idle.PortWaiterContract;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortPair;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;

/** Two queues, to which an AF_PACKET port at the other end spreads what it sends. */
class XdpQueuesWaiterTest extends PortWaiterContract {
  private static final int QUEUES = 2;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
    Requirement.AF_XDP.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return new VethPair(
        new VethLink(1500, QUEUES),
        CLAIM,
        request -> request.interfaceName().equals(VethLink.NEAR)
            ? XdpPortTest.openNative(request, QUEUES)
            : AfPacketPort.open(request.interfaceName(), request.memory()));
  }

  @Override
  protected void checkWoken(final FramePort port) {
    for (int queue = 0; queue < QUEUES; queue++) {
      assertThat(((XdpPort) port).framesTaken(queue))
          .as("by queue " + queue)
          .isPositive();
    }
  }
}
