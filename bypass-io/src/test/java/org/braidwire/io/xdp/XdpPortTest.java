package org.braidwire.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.DescriptorWait;
import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class XdpPortTest extends FramePortContract {
  private static final int XDP_MTU_BYTES = 1500;
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int ETHERNET_BYTES = 14;
  private static final int HEADERS_BYTES = 54;
  private static final int OURS = (int) CLAIM.addressLow();
  private static final int HOSTS = 0xc633_6401;
  private static final DriverFacts NO_VETH = new DriverFacts("other", true, 1);

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
    Requirement.AF_XDP.require();
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

  /** AF_PACKET near, which asks the device for anything, and AF_XDP far. */
  private static VethPair mixed(final VethPair.Opener far) throws Exception {
    return mixed(new VethLink(XDP_MTU_BYTES), far);
  }

  private static VethPair mixed(final VethLink link, final VethPair.Opener far) throws Exception {
    return new VethPair(
        link,
        CLAIM,
        request -> request.interfaceName().equals(VethLink.NEAR)
            ? AfPacketPort.open(request.interfaceName(), request.memory())
            : far.open(request));
  }

  /** As on a driver that has native mode and so many queues. */
  static XdpPort openNative(final PortRequest request, final int queues) {
    final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read(request.interfaceName());
    final DriverFacts driver = new DriverFacts(NO_VETH.name(), true, queues);
    return new XdpPort(XdpSetup.open(request, facts, driver, true), request.memory());
  }

  @Test
  void aSuperSegmentOfALocalSenderArrivesWhole() throws Exception {
    try (VethPair pair = mixed(request -> XdpPort.open(request, true))) {
      final int payloadBytes = 30_000;
      final byte[] sent = sendTcp(pair, payloadBytes, 1400);
      final RxBurst burst = new RxBurst();
      await(pair.far(), burst);

      final byte[] received = new byte[burst.bytes(0)];
      Memory.get(burst.address(0), received, 0, received.length);
      assertThat(ByteBuffer.wrap(received, HEADERS_BYTES, payloadBytes)).isEqualTo(ByteBuffer.wrap(sent));
      final long offload = burst.offload(0);
      assertThat(Offload.has(offload, Offload.MAYBE_PARTIAL)).isTrue();
      assertThat(Offload.segmentType(offload)).isEqualTo(Offload.SEGMENT_TCP_V4);
      assertThat(Offload.segmentBytes(offload)).isEqualTo(XDP_MTU_BYTES - 40);
      assertThat(pair.far().counters().get(Kind.RX_SUPER_SEGMENTS)).isEqualTo(1);
      assertThat(pair.far().counters().get(Kind.RX_COPIED_BYTES)).isEqualTo(received.length);
      pair.farMemory().release(burst.address(0));
      assertThat(pair.farMemory().largeFrames().leased()).isZero();
    }
  }

  @Test
  void superSegmentsWaitForALargeFrame() throws Exception {
    try (VethPair pair = mixed(request -> XdpPort.open(request, true))) {
      final long[] hoard = new long[pair.farMemory().largeFrames().pieces()];
      for (int i = 0; i < hoard.length; i++) {
        hoard[i] = pair.farMemory().largeFrames().lease();
      }
      sendTcp(pair, 10_000, 1400);
      sendTcp(pair, 100, 1400);
      final RxBurst burst = new RxBurst();
      final long until = System.nanoTime() + Duration.ofMillis(200).toNanos();
      while (System.nanoTime() < until) {
        assertThat(pair.far().poll(burst)).isZero();
      }
      for (final long frame : hoard) {
        pair.farMemory().release(frame);
      }
      assertThat(pair.receive(2)).containsExactly(HEADERS_BYTES + 10_000, HEADERS_BYTES + 100);
    }
  }

  @Test
  void aSmallFramesChecksumMayBePartialOnAVirtualLink() throws Exception {
    try (VethPair pair = mixed(request -> XdpPort.open(request, true))) {
      sendTcp(pair, 100, 0);
      final RxBurst burst = new RxBurst();
      await(pair.far(), burst);
      assertThat(burst.offload(0)).isEqualTo(Offload.of(Offload.MAYBE_PARTIAL, Offload.SEGMENT_NONE, 0, 0, 0));
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void whatIsNotOursIsTheHosts() throws Exception {
    try (VethPair pair = mixed(request -> XdpPort.open(request, true))) {
      pair.link().ip("addr", "add", "198.51.100.1/24", "dev", VethLink.FAR);
      final InetAddress hosts = InetAddress.getByName("198.51.100.1");
      NetNamespace.call(pair.link().namespace(), () -> {
        try (DatagramSocket socket = new DatagramSocket(7, hosts)) {
          socket.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
          for (int i = 0; i < 20; i++) {
            sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS);
            sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), HOSTS);
            socket.receive(new DatagramPacket(new byte[100], 100));
          }
        }
        return null;
      });
      assertThat(pair.receive(20)).containsOnly(60);
      assertThat(pair.far().poll(new RxBurst())).isZero();
    }
  }

  @Test
  void theDeviceCompletesAChecksumThatIsLeftToIt() throws Exception {
    try (VethPair pair = new VethPair(
        new VethLink(XDP_MTU_BYTES),
        CLAIM,
        request -> request.interfaceName().equals(VethLink.FAR)
            ? AfPacketPort.open(request.interfaceName(), request.memory())
            : XdpPort.open(request, true))) {
      assertThat(pair.near().capabilities().checksumOffload()).isTrue();
      final int tcp = ETHERNET_BYTES + 20;
      sendTcp(pair, 500, 0);
      final RxBurst burst = new RxBurst();
      await(pair.far(), burst);
      assertThat(burst.bytes(0)).isEqualTo(HEADERS_BYTES + 500);
      final long offload = burst.offload(0);
      assertThat(Offload.has(offload, Offload.NEEDS_CHECKSUM)).isTrue();
      assertThat(Offload.checksumStart(offload)).isEqualTo(tcp);
      assertThat(Offload.checksumOffset(offload)).isEqualTo(16);
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void withoutOffloadsNothingIsOffered() throws Exception {
    try (VethPair pair =
        new VethPair(new VethLink(XDP_MTU_BYTES), CLAIM, request -> XdpPort.open(request, false))) {
      assertThat(pair.near().capabilities().checksumOffload()).isFalse();
      assertThat(pair.near().description()).endsWith("nothing left to the device");
      sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS);
      assertThat(pair.receive(1)).containsExactly(60);
    }
  }

  @Test
  void itSaysWhatItChoseAndWhy() throws Exception {
    try (VethPair pair = mixed(request -> XdpPort.open(request, true))) {
      assertThat(pair.near().description())
          .isEqualTo("AF_PACKET on near: a ring of 2048 slots to receive,"
              + " checksums and super-segments left to the device");
      assertThat(pair.far().description())
          .isEqualTo(
              "AF_XDP on far: generic mode (native mode on a veth takes super-segments from its peer),"
                  + " copy mode (generic mode has no other), need-wakeup, 1 queue, checksums left to the device");
    }
    try (VethPair pair = mixed(request -> openNative(request, 1))) {
      assertThat(pair.far().description())
          .isEqualTo(
              "AF_XDP on far: native mode (the driver has it), copy mode (the driver refused zero-copy:"
                  + " EOPNOTSUPP (operation not supported)), need-wakeup, 1 queue, checksums left to the device");
    }
  }

  @Test
  void aDriverThatRefusesNativeModeIsServedInGenericModeAndThatIsSaid() throws Exception {
    try (VethLink link = new VethLink(XDP_MTU_BYTES);
        PacketMemory memory = PacketMemory.allocate(1024, 1)) {
      link.ip("link", "add", "bridge0", "type", "bridge");
      final PortRequest request = PortRequest.onEngineThread("bridge0", List.of(CLAIM), memory);
      try (XdpPort port = NetNamespace.call(link.namespace(), () -> XdpPort.open(request, true))) {
        assertThat(port.description())
            .startsWith("AF_XDP on bridge0: generic mode (native mode was refused:"
                + " EOPNOTSUPP (operation not supported)), copy mode (generic mode has no other), ");
      }
    }
  }

  /** Why a veth is served in generic mode: its peer's kernel cuts what it would have sent whole. */
  @Test
  void nativeModeOnAVethTakesSuperSegmentsFromItsPeer() throws Exception {
    try (VethPair pair = mixed(request -> openNative(request, 1))) {
      sendTcp(pair, 14_000, 1400);
      assertThat(pair.receive(10)).containsOnly(HEADERS_BYTES + 1400);
      assertThat(pair.far().counters().get(Kind.RX_SUPER_SEGMENTS)).isZero();
      assertThat(pair.far().counters().get(Kind.RX_COPIED_BYTES)).isZero();
    }
  }

  @Test
  void everyQueueIsPolledAndWakes() throws Exception {
    final int queues = 2;
    final int frames = 60;
    try (VethPair pair = mixed(new VethLink(XDP_MTU_BYTES, queues), request -> openNative(request, queues));
        DescriptorWait wait = new DescriptorWait(1)) {
      wait.addRing(pair.far().readinessFd());
      for (int i = 0; i < frames; i++) {
        assertThat(wait.await(0)).isFalse();
        sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS); // each from another port
        assertThat(wait.await(WAIT_NS)).isTrue();
        assertThat(wait.await(0)).as("while the frame waits").isTrue();
        assertThat(pair.receive(1)).containsOnly(60);
      }
      final XdpPort far = (XdpPort) pair.far();
      assertThat(far.description()).contains("2 queues");
      assertThat(far.framesTaken(0)).isPositive();
      assertThat(far.framesTaken(1)).isPositive();
      assertThat(far.framesTaken(0) + far.framesTaken(1)).isEqualTo(frames);
    }
  }

  @Test
  void everyFrameComesBackWhateverWaitsWhere() throws Exception {
    try (VethPair pair = (VethPair) open()) {
      for (int i = 0; i < 40; i++) {
        sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS); // nobody takes them
      }
      final int lentBefore = pair.nearMemory().leased();
      final long frame = udp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS);
      assertThat(pair.near().transmit(frame, 60, 0, 0, Offload.NONE)).isTrue(); // and no flush
      assertThat(pair.nearMemory().leased()).isEqualTo(lentBefore + 1);
      pair.near().close();
      pair.far().close();
      assertThat(pair.nearMemory().leased()).isZero();
      assertThat(pair.farMemory().leased()).isZero();
    }
  }

  @Test
  void withoutNewsOfTheLinkWhatWaitsForADownInterfaceIsSentWhenItIsUp() throws Exception {
    try (VethPair pair = (VethPair) open()) {
      pair.link().ip("link", "set", VethLink.NEAR, "down");
      sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS);
      assertThat(pair.near().counters().get(Kind.WAKEUPS_REFUSED)).isEqualTo(1);
      pair.awaitLinkUp(false);
      pair.setLinkUp(true);
      pair.near().flush();
      assertThat(pair.receive(1)).containsExactly(60);
    }
  }

  @Test
  void anInterfaceThatVanishesIsCountedNotThrown() throws Exception {
    try (VethPair pair = (VethPair) open()) {
      pair.link().ip("link", "del", VethLink.NEAR);
      sendUdp(pair.near(), pair.nearMemory(), 0x0200_0000_0099L, OURS);
      assertThat(pair.near().counters().get(Kind.WAKEUPS_REFUSED)).isPositive();
      assertThat(pair.near().poll(new RxBurst())).isZero();
      assertThat(pair.far().poll(new RxBurst())).isZero();
      pair.awaitLinkUp(false);
    }
  }

  @Test
  void aHeaderThatLiesWhereTheDeviceReadsItIsNotCopied() throws Exception {
    try (VethPair pair = (VethPair) open()) {
      final long piece = pair.nearMemory().frames().lease();
      final long frame = piece + 30;
      Memory.copy(write(piece + 1000, pair.near().macAddress(), pair.far().macAddress(), OURS, 17), frame, 60);
      final long payload = pair.nearMemory().chunks().lease();
      assertThat(pair.near().transmit(frame, 60, payload, 440, Offload.NONE))
          .isTrue();
      pair.near().flush();
      assertThat(pair.receive(1)).containsExactly(500);
      assertThat(pair.near().counters().get(Kind.TX_COPIED_BYTES)).isEqualTo(440);
    }
  }

  @Test
  void itsDescriptorIsReadableWhileAFrameWaits() throws Exception {
    try (VethPair pair = (VethPair) open();
        DescriptorWait wait = new DescriptorWait(1)) {
      wait.addRing(pair.far().readinessFd());
      assertThat(wait.await(0)).isFalse();
      sendUdp(pair.near(), pair.nearMemory(), pair.far().macAddress(), OURS);
      assertThat(wait.await(WAIT_NS)).isTrue();
      assertThat(pair.receive(1)).containsExactly(60);
      assertThat(wait.await(0)).isFalse();
    }
  }

  private static void await(final FramePort port, final RxBurst burst) {
    final long deadline = System.nanoTime() + WAIT_NS;
    while (port.poll(burst) == 0) {
      assertThat(System.nanoTime()).as("a frame arrives").isLessThan(deadline);
    }
  }

  /** Sends TCP with a checksum left to the device, a run of segments where they have a size; the payload. */
  private static byte[] sendTcp(final VethPair pair, final int payloadBytes, final int segmentBytes) {
    final long piece = pair.nearMemory().frames().lease();
    final long header = write(piece, pair.near().macAddress(), pair.far().macAddress(), OURS, 6);
    final int tcp = ETHERNET_BYTES + 20;
    Memory.putShort(header + ETHERNET_BYTES + 2, HEADERS_BYTES - ETHERNET_BYTES + payloadBytes);
    Memory.putByte(header + tcp + 12, 5 << 4);
    final byte[] sent = new byte[payloadBytes];
    new Random(1).nextBytes(sent);
    final long payload = pair.nearMemory().chunks().lease();
    Memory.put(payload, sent, 0, payloadBytes);
    final int type = segmentBytes > 0 ? Offload.SEGMENT_TCP_V4 : Offload.SEGMENT_NONE;
    final long offload = Offload.of(Offload.NEEDS_CHECKSUM, type, tcp, 16, segmentBytes);
    assertThat(pair.near().transmit(header, HEADERS_BYTES, payload, payloadBytes, offload))
        .isTrue();
    pair.near().flush();
    assertThat(pair.near().counters().get(Kind.TX_ERRORS)).isZero();
    return sent;
  }

  private static int nextPort = 20_000;

  private static void sendUdp(
      final FramePort from, final PacketMemory memory, final long toMac, final int toAddress) {
    assertThat(from.transmit(udp(from, memory, toMac, toAddress), 60, 0, 0, Offload.NONE))
        .isTrue();
    from.flush();
  }

  private static long udp(final FramePort from, final PacketMemory memory, final long toMac, final int toAddress) {
    return write(memory.frames().lease(), from.macAddress(), toMac, toAddress, 17);
  }

  /** A whole IPv4 header, and of UDP what its receiver wants: 60 octets. */
  private static long write(
      final long frame, final long fromMac, final long toMac, final int toAddress, final int protocol) {
    Memory.zero(frame, 64);
    Memory.putShort(frame, (int) (toMac >>> 32));
    Memory.putInt(frame + 2, (int) toMac);
    Memory.putShort(frame + 6, (int) (fromMac >>> 32));
    Memory.putInt(frame + 8, (int) fromMac);
    Memory.putShort(frame + 12, 0x0800);
    final long ip = frame + ETHERNET_BYTES;
    Memory.putInt(ip, 0x4500_002e);
    Memory.putInt(ip + 8, 64 << 24 | protocol << 16);
    Memory.putInt(ip + 12, 0xc633_6409); // 198.51.100.9
    Memory.putInt(ip + 16, toAddress);
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += Memory.getUnsignedShort(ip + i);
    }
    Memory.putShort(ip + 10, ~((sum & 0xffff) + (sum >>> 16)));
    Memory.putShort(ip + 20, nextPort++);
    Memory.putShort(ip + 22, 7);
    Memory.putShort(ip + 24, 26);
    return frame;
  }
}
