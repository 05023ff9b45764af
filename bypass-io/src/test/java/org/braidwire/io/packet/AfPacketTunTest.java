package org.braidwire.io.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.braidwire.io.TestNamespace;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.InterfaceSwitch;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.TunDevice;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.port.SyntheticEthernet;
import org.braidwire.io.port.VirtioNetHeader;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An AF_PACKET port on a device without a link layer; the test stands at the device's other end. */
class AfPacketTunTest {
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int ETHERNET = SyntheticEthernet.BYTES;
  private static final int IP_AND_TCP = 40;
  private static final int TCP_CHECKSUM_AT = 16;
  private static final int RUN_BYTES = 30_000;
  private static final int SEGMENT_BYTES = 1_000;

  private final PacketMemory memory = PacketMemory.allocate(64, 2);
  private final Region there = Region.allocate(PacketMemory.LARGE_FRAME_BYTES, Long.BYTES);
  private final RxBurst burst = new RxBurst();
  private TestNamespace namespace;
  private TunDevice device;
  private AfPacketPort port;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @BeforeEach
  void open() throws Exception {
    namespace = new TestNamespace();
    device = NetNamespace.call(namespace.name(), () -> {
      final TunDevice opened = TunDevice.open("tun0", TunDevice.Kind.TUN);
      InterfaceSwitch.up("tun0");
      return opened;
    });
    port = openPort(true);
  }

  private AfPacketPort openPort(final boolean offloads) throws Exception {
    return NetNamespace.call(
        namespace.name(), () -> AfPacketPort.open("tun0", memory, AfPacketPort.DEFAULT_RING_SLOTS, offloads));
  }

  @AfterEach
  void close() throws Exception {
    if (port != null) {
      port.close();
    }
    if (device != null) {
      device.close();
    }
    if (namespace != null) {
      namespace.close();
    }
    assertThat(memory.leased()).isZero();
    memory.close();
    there.close();
  }

  @Test
  void itIsALinkOfTwoStationsThatNobodyIsAskedFor() {
    assertThat(port.capabilities().pointToPoint()).isTrue();
    assertThat(port.macAddress()).isEqualTo(SyntheticEthernet.OWN);
    assertThat(port.linkUp()).isTrue();
  }

  @ParameterizedTest(name = "offloads {0}")
  @ValueSource(booleans = {true, false})
  void packetsLeaveWithoutTheSyntheticHeader(final boolean offloads) throws Exception {
    port.close();
    port = openPort(offloads);
    final long header = frame(100);
    final long payload = memory.chunks().lease();
    fill(payload, 100);

    assertThat(port.transmit(header, ETHERNET + IP_AND_TCP, payload, 100, Offload.NONE))
        .isTrue();

    assertThat(received()).isEqualTo(IP_AND_TCP + 100);
    assertThat(Memory.getUnsignedShort(there.address())).isEqualTo(0x4500);
    assertFilled(there.address() + IP_AND_TCP, 100);
    assertThat(port.counters().get(Kind.TX_FRAMES)).isEqualTo(1);
  }

  @Test
  void packetsComeWithTheSyntheticHeaderAndOthersNotAtAll() {
    writePacket(there.address(), 100);
    Memory.putByte(there.address(), 0x60); // IPv6
    send(IP_AND_TCP + 100, Offload.NONE);
    Memory.putByte(there.address(), 0x45);
    send(IP_AND_TCP + 100, Offload.NONE);

    awaitFrame();

    final long frame = burst.address(0);
    assertThat(burst.size()).isEqualTo(1);
    assertThat(burst.bytes(0)).isEqualTo(ETHERNET + IP_AND_TCP + 100);
    assertThat(Memory.getLong(frame) >>> 16).isEqualTo(SyntheticEthernet.OWN);
    assertThat(Memory.getLong(frame + 6) >>> 16).isEqualTo(SyntheticEthernet.PEER);
    assertThat(Memory.getUnsignedShort(frame + 12)).isEqualTo(0x0800);
    assertThat(Memory.getUnsignedByte(frame + ETHERNET)).isEqualTo(0x45);
    assertFilled(frame + ETHERNET + IP_AND_TCP, 100);
    assertThat(port.counters().get(Kind.RX_COPIED_BYTES)).isEqualTo(IP_AND_TCP + 100);
    memory.release(frame);
  }

  @Test
  void superSegmentsPassWholeBothWays() {
    final long header = frame(RUN_BYTES);
    final long payload = memory.chunks().lease();
    fill(payload, RUN_BYTES);
    assertThat(port.transmit(header, ETHERNET + IP_AND_TCP, payload, RUN_BYTES, run(ETHERNET)))
        .isTrue();

    assertThat(received()).isEqualTo(IP_AND_TCP + RUN_BYTES);
    assertThat(VirtioNetHeader.read(device.receivedHeaderAddress())).isEqualTo(run(0));
    assertFilled(there.address() + IP_AND_TCP, RUN_BYTES);

    send(IP_AND_TCP + RUN_BYTES, run(0));
    awaitFrame();
    assertThat(memory.largeFrames().owns(burst.address(0))).isTrue();
    assertThat(port.counters().get(Kind.RX_COPIED_BYTES)).isZero();
    assertThat(burst.bytes(0)).isEqualTo(ETHERNET + IP_AND_TCP + RUN_BYTES);
    assertThat(burst.offload(0)).isEqualTo(run(ETHERNET));
    assertFilled(burst.address(0) + ETHERNET + IP_AND_TCP, RUN_BYTES);
    memory.release(burst.address(0));
  }

  /** Asks for segments and checksums of a packet before which so many octets lie. */
  private static long run(final int linkBytes) {
    return Offload.of(
        Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, linkBytes + 20, TCP_CHECKSUM_AT, SEGMENT_BYTES);
  }

  private long frame(final int payloadBytes) {
    final long frame = memory.frames().lease();
    Memory.zero(frame, ETHERNET);
    writePacket(frame + ETHERNET, payloadBytes);
    return frame;
  }

  private static void writePacket(final long at, final int payloadBytes) {
    Memory.zero(at, IP_AND_TCP);
    Memory.putShort(at, 0x4500);
    Memory.putShort(at + 2, IP_AND_TCP + payloadBytes);
    Memory.putShort(at + 8, 0x4006);
    Memory.putInt(at + 12, 0xc000_0201);
    Memory.putInt(at + 16, 0xc000_0202);
    Memory.putByte(at + 32, 0x50);
    if (payloadBytes <= FramePool.FRAME_BYTES - ETHERNET - IP_AND_TCP) {
      fill(at + IP_AND_TCP, payloadBytes);
    }
  }

  private static void fill(final long at, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      Memory.putByte(at + i, i * 7);
    }
  }

  private static void assertFilled(final long at, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      assertThat(Memory.getUnsignedByte(at + i)).isEqualTo(i * 7 & 0xff);
    }
  }

  private void send(final int bytes, final long offload) {
    VirtioNetHeader.write(device.sentHeaderAddress(), offload, IP_AND_TCP);
    assertThat(device.send(there.address(), bytes, 0, 0)).isPositive();
  }

  private long received() {
    final long deadline = System.nanoTime() + WAIT_NS;
    long bytes = -1;
    while (bytes < 0) {
      assertThat(System.nanoTime()).as("a packet arrives").isLessThan(deadline);
      bytes = device.receive(
          there.address(), FramePool.FRAME_BYTES, there.address() + FramePool.FRAME_BYTES, 60_000);
    }
    return bytes;
  }

  private void awaitFrame() {
    final long deadline = System.nanoTime() + WAIT_NS;
    while (port.poll(burst) == 0) {
      assertThat(System.nanoTime()).as("a frame arrives").isLessThan(deadline);
    }
  }
}
