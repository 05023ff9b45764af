package org.braidwire.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.netlink.XdpFeatures;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortGroup;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.xdp.XdpPort;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code auto} opens on a virtual link of this machine, and what it says when AF_XDP comes to nothing. */
class AutoPortTest {
  private static final Claim CLAIM = Claim.address(0, 0xffff_c000_0202L);
  private static final AutoChoice ZERO_COPY = new AutoChoice(PortChoice.AF_XDP, "for a test");

  private VethLink link;
  private PacketMemory memory;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
    Requirement.AF_XDP.require();
  }

  @BeforeEach
  void makeLink() throws Exception {
    link = new VethLink(1500);
    memory = PacketMemory.allocate(1024, 1);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(memory.leased()).isZero();
    memory.close();
    link.close();
  }

  @Test
  void theKernelTellsThatAVethHasNoZeroCopy() throws Exception {
    final XdpFeatures features = in(
        () -> XdpFeatures.read(NetworkInterfaceFacts.read(VethLink.NEAR).index()));
    assertThat(features.known()).isTrue();
    assertThat(features.bits()).isNotZero();
    assertThat(features.zeroCopy()).isFalse();
  }

  @Test
  void ofAnInterfaceThatIsNotThereNothingIsKnown() throws Exception {
    assertThat(in(() -> XdpFeatures.read(4711))).isEqualTo(XdpFeatures.UNKNOWN);
  }

  @Test
  void aVirtualLinkIsServedByAfPacket() throws Exception {
    try (FramePort port = in(() -> LinuxPorts.open(PortChoice.auto(), request()))) {
      assertThat(port.description())
          .isEqualTo(
              "AF_PACKET on near: a ring of 2048 slots to receive, checksums and super-segments left to"
                  + " the device (--io auto: a virtual link, which passes super-segments whole)");
    }
  }

  @Test
  void severalEnginesAreServedByAfPacket() throws Exception {
    try (FramePort port =
        in(() -> LinuxPorts.open(PortChoice.auto(), request().withGroup(new PortGroup(2))))) {
      assertThat(port.description()).endsWith(" (--io auto: several engines share it)");
    }
  }

  @Test
  void aKindThatIsNamedHasNoReason() throws Exception {
    for (final String io : List.of(PortChoice.AF_PACKET, PortChoice.AF_XDP)) {
      try (FramePort port = in(() -> LinuxPorts.open(PortChoice.auto().withIo(io), request()))) {
        assertThat(port.description()).doesNotContain("auto");
      }
    }
  }

  @Test
  void aRefusalIsPartOfTheReason() throws Exception {
    try (XdpPort first = in(() -> XdpPort.open(request(), true));
        FramePort second = in(() -> LinuxPorts.open(PortChoice.auto(), request(), ZERO_COPY))) {
      assertThat(first.name()).isEqualTo(second.name());
      assertThat(second).isInstanceOf(AfPacketPort.class);
      assertThat(second.description())
          .contains(" (--io auto: for a test, but AF_XDP was refused: ")
          .contains("another program has its place there");
    }
  }

  @Test
  void aPortThatWouldCopyIsGivenUp() throws Exception {
    try (FramePort port = in(() -> LinuxPorts.open(PortChoice.auto(), request(), ZERO_COPY))) {
      assertThat(port).isInstanceOf(AfPacketPort.class);
      assertThat(port.description())
          .endsWith(
              " (--io auto: for a test, but AF_XDP was refused: it would run in generic mode (native mode"
                  + " on a veth takes super-segments from its peer), copy mode (generic mode has no other))");
    }
  }

  @Test
  void aPortOfAfXdpSaysWhyItIsOne() throws Exception {
    try (FramePort port = in(() -> XdpPort.open(request().withReason(ZERO_COPY.reason()), true))) {
      assertThat(port.description()).endsWith(" (--io auto: for a test)");
    }
  }

  private PortRequest request() {
    return PortRequest.onEngineThread(VethLink.NEAR, List.of(CLAIM), memory);
  }

  private <T> T in(final Callable<T> body) throws Exception {
    return NetNamespace.call(link.namespace(), body);
  }
}
