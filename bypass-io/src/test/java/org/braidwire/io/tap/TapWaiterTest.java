package org.braidwire.io.tap;

import org.braidwire.io.idle.PortWaiterContract;
import org.braidwire.io.port.PortPair;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;

class TapWaiterTest extends PortWaiterContract {
  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return new BridgedTaps(1500);
  }

  @Override
  protected void removeNear(final PortPair pair) throws Exception {
    ((BridgedTaps) pair).removeNear();
  }
}
