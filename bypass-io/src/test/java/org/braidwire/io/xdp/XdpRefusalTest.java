package org.braidwire.io.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.io.VethLink;
import org.braidwire.io.bpf.Assembler;
import org.braidwire.io.bpf.Register;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.BpfLink;
import org.braidwire.io.linux.BpfProgram;
import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.WithoutCapabilities;
import org.braidwire.io.linux.XdpSocket;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.PortRequest;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a port cannot be opened on: one line each, that says what and where, and nothing left behind. */
class XdpRefusalTest {
  private static final int FRAMES = 1024;
  private static final Claim CLAIM = Claim.address(0, 0xffff_c000_0202L);
  private static final long[] PASS =
      new Assembler().move(Register.R0, 2).exit().assemble();

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
    memory = PacketMemory.allocate(FRAMES, 1);
  }

  /** After a refusal the interface serves the next one. */
  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(memory.leased()).isZero();
    link.ip("link", "set", VethLink.NEAR, "mtu", "1500");
    in(() -> {
      XdpPort.open(request(VethLink.NEAR, memory), true).close();
      return null;
    });
    assertThat(memory.leased()).isZero();
    memory.close();
    link.close();
  }

  @Test
  void noSuchInterface() {
    expect("eth77", Errno.ENODEV, "interface eth77", "`ip link` lists them");
  }

  @Test
  void notEthernet() {
    expect("lo", Errno.EOPNOTSUPP, "AF_XDP on interface lo", "it does not carry Ethernet frames");
  }

  @Test
  void anMtuThatDoesNotFit() throws Exception {
    link.ip("link", "set", VethLink.NEAR, "mtu", "1779");
    expect(
        VethLink.NEAR,
        Errno.EMSGSIZE,
        "interface near",
        "an MTU of 1779 does not fit AF_XDP's frames of 2048 octets",
        "`ip link set dev near mtu 1778`");
  }

  @Test
  void anotherProgramInThePlace() throws Exception {
    try (XdpPort first = in(() -> XdpPort.open(request(VethLink.NEAR, memory), true))) {
      expect(first.name(), Errno.EBUSY, "interface near", "another program has its place there");
    }
  }

  @Test
  void anInterfaceThatRefusesEveryMode() throws Exception {
    link.ip("link", "add", "bridge0", "type", "bridge");
    link.ip("link", "set", VethLink.NEAR, "master", "bridge0");
    try (BpfProgram program = BpfProgram.load(BpfProgram.Type.XDP, 0, PASS, "pass");
        BpfLink above = in(
            () -> BpfLink.xdp(program, NetworkInterfaceFacts.read("bridge0"), BpfLink.XdpMode.GENERIC))) {
      assertThat(above).isNotNull();
      expect(VethLink.NEAR, Errno.EEXIST, "interface near", "or on an interface above it");
    }
    link.ip("link", "del", "bridge0");
  }

  @Test
  void aQueueThatAnotherSocketHas() throws Exception {
    final NetworkInterfaceFacts near = in(() -> NetworkInterfaceFacts.read(VethLink.NEAR));
    try (FramePool pool = new FramePool(FRAMES, FramePool.FRAME_BYTES);
        XdpSocket other = in(() -> XdpSocket.open(near))) {
      other.register(pool.base(), pool.bytes(), pool.pieceBytes(), 0);
      for (final XdpSocket.Ring ring : XdpSocket.Ring.values()) {
        other.ring(ring, 2);
      }
      assertThat(other.bind(0, XdpSocket.COPY)).isZero();
      expect(
          VethLink.NEAR,
          Errno.EBUSY,
          "interface near queue 0",
          "another AF_XDP socket has this receive queue");
    }
  }

  @Test
  void moreQueuesThanAPortTakes() throws Exception {
    final NetworkInterfaceFacts near = in(() -> NetworkInterfaceFacts.read(VethLink.NEAR));
    final DriverFacts wide = new DriverFacts("wide", false, XdpSetup.MAX_QUEUES + 1);
    assertThatThrownBy(() -> XdpSetup.open(request(VethLink.NEAR, memory), near, wide, true))
        .hasMessageContaining("17 receive queues")
        .hasMessageContaining("ethtool -L near combined 16");
  }

  @Test
  void aPoolThatIsTooSmall() {
    try (PacketMemory small = PacketMemory.allocate(128, 1)) {
      assertThatThrownBy(() -> in(() -> XdpPort.open(request(VethLink.NEAR, small), true)))
          .hasMessageContaining("a pool of 128 frames is too small")
          .hasMessageContaining("at least 256");
    }
  }

  @Test
  void framesOfASizeThatTheKernelRefuses() {
    try (PacketMemory odd = new PacketMemory(
        new FramePool(FRAMES, 8192), new FramePool(1, FramePool.CHUNK_BYTES), new FramePool(1, 8192))) {
      assertThatThrownBy(() -> in(() -> XdpPort.open(request(VethLink.NEAR, odd), true)))
          .hasMessageContaining("setsockopt(XDP_UMEM_REG) on interface near")
          .hasMessageContaining("EINVAL")
          .hasMessageContaining("8 MiB of frames of 8192 octets");
    }
  }

  @Test
  void noPrivileges() {
    expectWithout(
        "needs root, or CAP_BPF and CAP_NET_ADMIN",
        0,
        WithoutCapabilities.CAP_BPF,
        WithoutCapabilities.CAP_SYS_ADMIN,
        WithoutCapabilities.CAP_NET_ADMIN);
    expectWithout("needs root or CAP_NET_RAW", 0, WithoutCapabilities.CAP_NET_RAW);
  }

  @Test
  void lessLockedMemoryThanTheFramesTake() {
    final long before = WithoutCapabilities.limitLockedMemory(64 * 1024);
    try {
      expectWithout(
          "the limit of locked memory does not hold the frames' 2 MiB; `ulimit -l` raises it",
          Errno.ENOBUFS,
          WithoutCapabilities.CAP_IPC_LOCK);
    } finally {
      WithoutCapabilities.limitLockedMemory(before);
    }
  }

  private void expectWithout(final String hint, final int errno, final int... capabilities) {
    assertThatThrownBy(() -> in(() -> {
          WithoutCapabilities.drop(capabilities);
          return XdpPort.open(request(VethLink.NEAR, memory), true);
        }))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(errno == 0 ? Errno.EPERM : errno))
        .hasMessageContaining(hint);
  }

  private void expect(final String interfaceName, final int errno, final String... words) {
    assertThatThrownBy(() -> in(() -> XdpPort.open(request(interfaceName, memory), true)))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(errno))
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  private static PortRequest request(final String interfaceName, final PacketMemory memory) {
    return PortRequest.onEngineThread(interfaceName, List.of(CLAIM), memory);
  }

  private <T> T in(final Callable<T> body) throws Exception {
    return NetNamespace.call(link.namespace(), body);
  }
}
