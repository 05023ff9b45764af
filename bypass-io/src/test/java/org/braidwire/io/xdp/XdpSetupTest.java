package org.braidwire.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XdpSetupTest {
  @Test
  void whatIsLeftToTheDeviceIsSaidWithTheReasonWhereItIsLessThanWasAskedFor() {
    assertThat(XdpSetup.left(true, true)).isEqualTo("checksums left to the device");
    assertThat(XdpSetup.left(true, false))
        .isEqualTo("nothing left to the device"
            + " (no driver tells whether it completes checksums in zero-copy mode)");
    assertThat(XdpSetup.left(false, false)).isEqualTo("nothing left to the device");
  }
}
