package org.braidwire.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;
import org.junit.jupiter.api.Test;

class FlowSteeringTest {
  private static final int FRAME_BYTES = 64;
  private static final int IP_VERSION_4_OF_20_BYTES = 0x45;

  private static int steer(final FlowSteering steering, final int type, final int port) {
    try (Region region = Region.allocate(FRAME_BYTES, Long.BYTES)) {
      final long frame = region.address();
      EthernetHeader.write(frame, 2, 1, type);
      Memory.putByte(frame + EthernetHeader.BYTES, IP_VERSION_4_OF_20_BYTES);
      Memory.putShort(frame + EthernetHeader.BYTES + Ipv4Header.BYTES, port);
      return steering.wire(frame, 2);
    }
  }

  private static int flow(final FlowSteering steering, final int port) {
    return steer(steering, EthernetHeader.TYPE_IPV4, port);
  }

  @Test
  void everySecondFlowMissesAndStaysWhereItBegan() {
    final FlowSteering steering = new FlowSteering(1, 2);

    for (int again = 0; again < 3; again++) {
      assertThat(flow(steering, 40_000)).isEqualTo(1);
      assertThat(flow(steering, 50_002)).isZero();
      assertThat(flow(steering, 50_004)).isEqualTo(1);
      assertThat(flow(steering, 65_535)).isZero();
    }

    assertThat(steering.missed()).isEqualTo(6);
    assertThat(steering.others()).isZero();
  }

  @Test
  void noFlowMissesWhereNoneIsTo() {
    final FlowSteering steering = new FlowSteering(0, 0);

    for (int port = 40_000; port < 40_010; port++) {
      assertThat(flow(steering, port)).isZero();
    }

    assertThat(steering.missed()).isZero();
  }

  @Test
  void whatIsNoFlowReachesTheOwnEngine() {
    final FlowSteering steering = new FlowSteering(1, 1);

    assertThat(steer(steering, EthernetHeader.TYPE_ARP, 40_000)).isEqualTo(1);

    assertThat(steering.others()).isEqualTo(1);
    assertThat(steering.missed()).isZero();
  }
}
