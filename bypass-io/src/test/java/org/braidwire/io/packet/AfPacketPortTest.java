package org.braidwire.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.WithoutCapabilities;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfPacketPortTest extends FramePortContract {
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int ETHERNET_BYTES = 14;
  private static final int HEADERS_BYTES = ETHERNET_BYTES + 20 + 20;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return pair(MTU_BYTES);
  }

  @Override
  protected int measuredFrames() {
    return 300_000;
  }

  @Test
  void lossOfTheOthersCarrierIsSeenAndTheSameSocketsWorkAfterwards() throws Exception {
    try (VethPair pair = pair(1500)) {
      pair.link().ip("link", "set", VethLink.FAR, "down");
      pair.awaitLinkUp(false);
      pair.link().ip("link", "set", VethLink.FAR, "up");
      pair.awaitLinkUp(true);
      send(pair.near(), pair.nearMemory(), 60);
      assertThat(pair.near().counters().get(Kind.TX_FRAMES)).isEqualTo(1);
      assertThat(pair.receive(1)).containsExactly(60);
    }
  }

  @Test
  void withoutNewsOfTheLinkASendToADownInterfaceIsCountedNotThrown() throws Exception {
    try (VethPair pair = pair(1500)) {
      pair.link().ip("link", "set", VethLink.NEAR, "down");
      send(pair.near(), pair.nearMemory(), 60);
      assertThat(pair.near().counters().get(Kind.TX_LINK_DOWN)).isEqualTo(1);
    }
  }

  @Test
  void superSegmentsThatWaitWhileTheLinkGoesDownAndComesBackArriveWhole() throws Exception {
    try (VethPair pair = pair(1500)) {
      sendSuperSegment(pair, 20_000);
      pair.link().ip("link", "set", VethLink.FAR, "down"); // the far socket's next read says so first
      pair.awaitLinkUp(false);
      pair.link().ip("link", "set", VethLink.FAR, "up");
      pair.awaitLinkUp(true);
      sendSuperSegment(pair, 30_000);

      assertThat(pair.receive(2)).containsExactly(HEADERS_BYTES + 20_000, HEADERS_BYTES + 30_000);
      assertThat(pair.far().counters().get(Kind.RX_TRUNCATED)).isZero();
    }
  }

  /** A frame comes out of the ring by one copy, its virtio-net header by none; a super-segment does not pass the ring. */
  @ParameterizedTest(name = "offloads {0}")
  @ValueSource(booleans = {true, false})
  void whatIsReceivedIsCopiedOnceAtMost(final boolean offloads) throws Exception {
    try (VethPair pair = pair(1500, offloads)) {
      assertThat(pair.far().capabilities().receiveCopies()).isEqualTo(1);
      send(pair.near(), pair.nearMemory(), 60);
      assertThat(pair.receive(1)).containsExactly(60);
      assertThat(pair.far().counters().get(Kind.RX_COPIED_BYTES)).isEqualTo(60);
      if (offloads) {
        sendSuperSegment(pair, 20_000);
        assertThat(pair.receive(1)).containsExactly(HEADERS_BYTES + 20_000);
        assertThat(pair.far().counters().get(Kind.RX_COPIED_BYTES)).isEqualTo(60);
        assertThat(pair.far().counters().get(Kind.RX_BYTES)).isEqualTo(60 + HEADERS_BYTES + 20_000);
      }
    }
  }

  private static void sendSuperSegment(final VethPair pair, final int payloadBytes) {
    final long header = frame(pair.near(), pair.nearMemory(), pair.far().macAddress());
    final int ip = ETHERNET_BYTES;
    final int tcp = ip + 20;
    Memory.putInt(header + ip, 0x4500 << 16 | HEADERS_BYTES - ETHERNET_BYTES + payloadBytes);
    Memory.putInt(header + ip + 8, 64 << 24 | 6 << 16);
    Memory.putByte(header + tcp + 12, 5 << 4);
    final long payload = pair.nearMemory().chunks().lease();
    final long offload = Offload.of(Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, tcp, 16, 1400);
    assertThat(pair.near().transmit(header, HEADERS_BYTES, payload, payloadBytes, offload))
        .isTrue();
    pair.near().flush();
    assertThat(pair.near().counters().get(Kind.TX_ERRORS)).isZero();
  }

  @Test
  void framesThatAnEgressFilterEatsAreTakenAsOnAnyLossyLink() throws Exception {
    try (VethPair pair = pair(1500)) {
      pair.link().in("tc", "qdisc", "add", "dev", VethLink.NEAR, "clsact");
      pair.link()
          .in(
              "tc",
              "filter",
              "add",
              "dev",
              VethLink.NEAR,
              "egress",
              "protocol",
              "all",
              "bpf",
              "da",
              "bytecode",
              "1,6 0 0 2");
      send(pair.near(), pair.nearMemory(), 60);
      assertThat(pair.near().counters().get(Kind.TX_ERRORS)).isEqualTo(1);
      assertThat(pair.nearMemory().frames().leased()).isZero();
    }
  }

  @Test
  void onlyUntaggedIpv4AndArpToUsReachTheRing() throws Exception {
    try (VethPair pair = pair(1500)) {
      final int[] ethertypes = {0x86dd, 0x88cc, 0x8100, 0x0806};
      for (final int ethertype : ethertypes) {
        final long frame =
            frame(pair.near(), pair.nearMemory(), pair.far().macAddress());
        Memory.putShort(frame + 12, ethertype);
        assertThat(pair.near().transmit(frame, 60, 0, 0, Offload.NONE)).isTrue();
      }
      final long toAnother = frame(pair.near(), pair.nearMemory(), 0x0200_0000_0099L);
      assertThat(pair.near().transmit(toAnother, 61, 0, 0, Offload.NONE)).isTrue();
      final long toAll = frame(pair.near(), pair.nearMemory(), 0xffff_ffff_ffffL);
      assertThat(pair.near().transmit(toAll, 62, 0, 0, Offload.NONE)).isTrue();
      assertThat(pair.receive(2)).containsExactly(60, 62);
      assertThat(pair.far().poll(new RxBurst())).isZero();
    }
  }

  @Test
  void aLocalKernelsPartialChecksumIsTold() throws Exception {
    try (VethPair pair = pair(1500)) {
      pair.link().ip("addr", "add", "192.0.2.1/28", "dev", VethLink.NEAR);
      pair.link().ip("neigh", "add", "192.0.2.2", "lladdr", mac(pair.far().macAddress()), "dev", VethLink.NEAR);
      NetNamespace.call(pair.link().namespace(), () -> {
        try (DatagramSocket socket = new DatagramSocket()) {
          socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName("192.0.2.2"), 9));
        }
        return null;
      });
      final RxBurst burst = new RxBurst();
      final long deadline = System.nanoTime() + WAIT_NS;
      while (pair.far().poll(burst) == 0) {
        assertThat(System.nanoTime()).as("a frame arrives").isLessThan(deadline);
      }
      assertThat(Offload.has(burst.offload(0), Offload.NEEDS_CHECKSUM)).isTrue();
      assertThat(pair.far().counters().get(Kind.RX_PARTIAL_CHECKSUM)).isEqualTo(1);
      assertThat(pair.far().counters().get(Kind.RX_COPIED_BYTES)).isEqualTo(burst.bytes(0));
      pair.farMemory().release(burst.address(0));
    }
  }

  private static String mac(final long address) {
    final StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(String.format("%02x%s", address >>> shift & 0xff, shift == 0 ? "" : ":"));
    }
    return text.toString();
  }

  @Test
  void anMtuThatAFrameDoesNotHoldIsUsedAsFarAsItDoesAndSaid() throws Exception {
    try (VethPair pair = pair(9000)) {
      final int heldBytes = FramePool.FRAME_BYTES - ETHERNET_BYTES;
      assertThat(pair.near().capabilities().mtuBytes()).isEqualTo(heldBytes);
      assertThat(pair.near().description())
          .endsWith(", MTU 9000 used up to " + heldBytes + " (frames of the pool hold no more)");
    }
    try (VethPair pair = pair(1500)) {
      assertThat(pair.near().description()).doesNotContain("MTU");
    }
  }

  @Test
  void aMissingInterfaceIsNamedWithARemedy() throws Exception {
    try (VethLink link = new VethLink(1500);
        PacketMemory memory = PacketMemory.allocate(16, 1)) {
      assertThatThrownBy(() -> NetNamespace.call(link.namespace(), () -> AfPacketPort.open("eth77", memory)))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
          .hasMessageContaining("eth77")
          .hasMessageContaining("ip link");
      assertThatThrownBy(() -> NetNamespace.call(link.namespace(), () -> AfPacketPort.open("lo", memory)))
          .hasMessageContaining("Ethernet");
      assertThatThrownBy(() -> NetNamespace.call("bw-no-such", () -> "")).hasMessageContaining("bw-no-such");
    }
  }

  @Test
  void withoutTheRightToPacketSocketsOneLineSaysWhichIsMissing() throws Exception {
    try (VethLink link = new VethLink(1500);
        PacketMemory memory = PacketMemory.allocate(16, 1)) {
      assertThatThrownBy(() -> NetNamespace.call(link.namespace(), () -> {
            WithoutCapabilities.drop(WithoutCapabilities.CAP_NET_RAW);
            return AfPacketPort.open(VethLink.NEAR, memory);
          }))
          .isInstanceOf(LinuxException.class)
          .hasMessage("socket on interface near failed: EPERM (operation not permitted);"
              + " needs root or CAP_NET_RAW");
      assertThat(memory.leased()).isZero();
    }
  }

  private static long frame(final FramePort from, final PacketMemory memory, final long toMac) {
    final long frame = memory.frames().lease();
    Memory.zero(frame, 64);
    Memory.putShort(frame, (int) (toMac >>> 32));
    Memory.putInt(frame + 2, (int) toMac);
    Memory.putShort(frame + 6, (int) (from.macAddress() >>> 32));
    Memory.putInt(frame + 8, (int) from.macAddress());
    Memory.putShort(frame + 12, 0x0800);
    return frame;
  }

  private static void send(final FramePort from, final PacketMemory memory, final int bytes) {
    assertThat(from.transmit(frame(from, memory, 0xffff_ffff_ffffL), bytes, 0, 0, Offload.NONE))
        .isTrue();
    from.flush();
  }

  private static VethPair pair(final int mtuBytes) throws Exception {
    return pair(mtuBytes, true);
  }

  private static VethPair pair(final int mtuBytes, final boolean offloads) throws Exception {
    return new VethPair(
        new VethLink(mtuBytes),
        CLAIM,
        request -> AfPacketPort.open(
            request.interfaceName(), request.memory(), AfPacketPort.DEFAULT_RING_SLOTS, offloads));
  }
}
