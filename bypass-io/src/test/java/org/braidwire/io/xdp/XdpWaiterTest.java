package org.braidwire.io.xdp;

import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.idle.PortWaiterContract;
import org.braidwire.io.port.PortPair;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;

class XdpWaiterTest extends PortWaiterContract {
  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
    Requirement.AF_XDP.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return new VethPair(new VethLink(1500), CLAIM, request -> XdpPort.open(request, true));
  }
}
