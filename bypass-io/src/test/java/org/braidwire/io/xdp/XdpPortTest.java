package org.braidwire.io.xdp;

import org.braidwire.io.Requirement;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.PortPair;
import org.junit.jupiter.api.BeforeAll;

class XdpPortTest extends FramePortContract {
  private static final int XDP_MTU_BYTES = 1500;

  @BeforeAll
  static void probe() {
    Requirement.netns();
  }

  @Override
  protected PortPair open() throws Exception {
    return new VethPair(new VethLink(mtuBytes()), CLAIM, request -> XdpPort.open(request, true));
  }

  @Override
  protected int mtuBytes() {
    return XDP_MTU_BYTES;
  }

  @Override
  protected int measuredFrames() {
    return 300_000;
  }
}
