package org.braidwire.io.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.braidwire.io.TestNamespace;
import org.braidwire.io.VethLink;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.WithoutCapabilities;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TapPortTest extends FramePortContract {
  private static final int RUN_BYTES = 20_000;
  private static final int SEGMENT_BYTES = 1_000;
  private static final int HEADERS_BYTES = 54;
  private static final int TCP_CHECKSUM_AT = 16;
  private static final long RUN = Offload.of(
      Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, HEADERS_BYTES - 20, TCP_CHECKSUM_AT, SEGMENT_BYTES);

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return new BridgedTaps(MTU_BYTES);
  }

  @Override
  protected int measuredFrames() {
    return 200_000;
  }

  @Test
  void aSuperSegmentCrossesTheBridgeWhole() throws Exception {
    try (BridgedTaps pair = new BridgedTaps(1500)) {
      final RxBurst burst = sendRun(pair);
      assertThat(burst.bytes(0)).isEqualTo(HEADERS_BYTES + RUN_BYTES);
      assertThat(Offload.segmentBytes(burst.offload(0))).isEqualTo(SEGMENT_BYTES);
      assertThat(Offload.segmentType(burst.offload(0))).isEqualTo(Offload.SEGMENT_TCP_V4);
      assertThat(Offload.has(burst.offload(0), Offload.NEEDS_CHECKSUM)).isTrue();
      for (int at = 0; at < RUN_BYTES; at++) {
        assertThat(Memory.getUnsignedByte(burst.address(0) + HEADERS_BYTES + at))
            .isEqualTo(at * 7 & 0xff);
      }
      assertThat(pair.near().counters().get(Kind.TX_SUPER_SEGMENTS)).isEqualTo(1);
      assertThat(pair.far().counters().get(Kind.RX_SUPER_SEGMENTS)).isEqualTo(1);
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void withoutALargeFrameASuperSegmentIsLostAndCountedAndSmallFramesPass() throws Exception {
    try (BridgedTaps pair = new BridgedTaps(1500)) {
      final FramePool pool = pair.farMemory().largeFrames();
      for (int i = pool.free(); i > 0; i--) {
        pool.lease(); // the pool goes with the pair
      }
      writeRun(pair);
      pair.sendDatagramFromTheKernel();
      final RxBurst burst = pair.receive();
      assertThat(burst.bytes(0)).isLessThan(pair.farMemory().frameBytes());
      assertThat(pair.far().counters().get(Kind.RX_NO_FRAME)).isEqualTo(1);
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void theHostsOwnKernelIsANeighbour() throws Exception {
    try (BridgedTaps pair = new BridgedTaps(1500)) {
      pair.sendDatagramFromTheKernel();
      final RxBurst burst = pair.receive();
      assertThat(Offload.has(burst.offload(0), Offload.NEEDS_CHECKSUM)).isTrue();
      assertThat(pair.far().counters().get(Kind.RX_PARTIAL_CHECKSUM)).isEqualTo(1);
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void anInterfaceThatIsMadeHereIsUpAndGoesWithThePort() throws Exception {
    try (TestNamespace namespace = new TestNamespace();
        PacketMemory memory = PacketMemory.allocate(16, 1)) {
      NetNamespace.call(namespace.name(), () -> {
        try (TapPort port = TapPort.open("tap7", memory, true)) {
          final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read("tap7");
          assertThat(facts.up()).isTrue();
          assertThat(port.macAddress()).isNotEqualTo(facts.macAddress());
          assertThat(port.linkUp()).isTrue();
        }
        assertThat(Files.readString(Path.of("/proc/thread-self/net/dev")))
            .doesNotContain("tap7");
        return null;
      });
    }
  }

  @Test
  void anMtuThatAFrameDoesNotHoldIsUsedAsFarAsItDoesAndSaid() throws Exception {
    try (BridgedTaps pair = new BridgedTaps(9000)) {
      final int heldBytes = FramePool.FRAME_BYTES - 14;
      assertThat(pair.near().capabilities().mtuBytes()).isEqualTo(heldBytes);
      assertThat(pair.near().description())
          .isEqualTo(
              "TAP near: checksums and super-segments left to the kernel behind it, MTU 9000 used up to "
                  + heldBytes + " (frames of the pool hold no more)");
    }
  }

  @Test
  void whatStandsInTheWayIsSaidInOneLine() throws Exception {
    try (VethLink link = new VethLink(1500);
        PacketMemory memory = PacketMemory.allocate(16, 1)) {
      NetNamespace.call(link.namespace(), () -> {
        assertThatThrownBy(() -> TapPort.open(VethLink.NEAR, memory, true))
            .isInstanceOf(LinuxException.class)
            .hasMessageContaining(VethLink.NEAR)
            .hasMessageContaining("of another kind");
        try (TapPort held = TapPort.open("tap7", memory, true)) {
          assertThatThrownBy(() -> TapPort.open(held.name(), memory, true))
              .isInstanceOfSatisfying(
                  LinuxException.class,
                  e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
              .hasMessageContaining("another process");
        }
        return null;
      });
    }
  }

  @Test
  void withoutTheRightToMakeInterfacesOneLineSaysWhichIsMissing() throws Exception {
    try (TestNamespace namespace = new TestNamespace();
        PacketMemory memory = PacketMemory.allocate(16, 1)) {
      assertThatThrownBy(() -> NetNamespace.call(namespace.name(), () -> {
            WithoutCapabilities.drop(WithoutCapabilities.CAP_NET_ADMIN);
            return TapPort.open("tap7", memory, true);
          }))
          .isInstanceOf(LinuxException.class)
          .hasMessage("ioctl(TUNSETIFF) on interface tap7 failed: EPERM (operation not permitted);"
              + " needs root or CAP_NET_ADMIN");
      assertThat(memory.leased()).isZero();
      assertThat(namespace.ip("link")).doesNotContain("tap7");
    }
  }

  private static RxBurst sendRun(final BridgedTaps pair) {
    writeRun(pair);
    return pair.receive();
  }

  private static void writeRun(final BridgedTaps pair) {
    final long header = pair.nearMemory().frames().lease();
    final long payload = pair.nearMemory().chunks().lease();
    Memory.zero(header, HEADERS_BYTES);
    putMac(header, pair.far().macAddress());
    putMac(header + 6, pair.near().macAddress());
    Memory.putShort(header + 12, 0x0800);
    Memory.putShort(header + 14, 0x4500);
    Memory.putShort(header + 16, HEADERS_BYTES - 14 + RUN_BYTES);
    Memory.putShort(header + 22, 0x4006);
    Memory.putByte(header + 46, 0x50);
    for (int at = 0; at < RUN_BYTES; at++) {
      Memory.putByte(payload + at, at * 7);
    }
    assertThat(pair.near().transmit(header, HEADERS_BYTES, payload, RUN_BYTES, RUN))
        .isTrue();
  }

  private static void putMac(final long address, final long mac) {
    Memory.putShort(address, (int) (mac >>> 32));
    Memory.putInt(address + 2, (int) mac);
  }
}
