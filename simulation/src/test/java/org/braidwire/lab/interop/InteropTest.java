package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.io.port.PcapngFile;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelPeer;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.KernelTrouble;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.lab.Pattern;
import org.braidwire.lab.PatternSink;
import org.braidwire.lab.PatternSource;
import org.braidwire.lab.PhaseTimes;
import org.braidwire.lab.StreamSource;
import org.braidwire.lab.WirePeer;
import org.braidwire.lab.WireStack;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One connection between the Linux kernel and Braidwire over each kind of port, beside a kernel that forwards and one
 * that does not. "Up" is from the kernel to Braidwire, whoever connects. Closing what a test opened checks that no piece of memory and no namespace is left.
 */
@Timeout(60)
@ParameterizedClass(name = "{0} beside {1}")
@MethodSource("settings")
abstract class InteropTest {
  static final int PORT = 5001;
  static final long MIB = 1 << 20;
  static final long UP_KEY = 0x5eed_0001L;
  static final long DOWN_KEY = 0x5eed_0002L;
  static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameter(0)
  PortChoice ports;

  @Parameter(1)
  LabHost host;

  final PatternSink atWire = new PatternSink(UP_KEY, new PhaseTimes("all"));
  final PatternSink atKernel = new PatternSink(DOWN_KEY, new PhaseTimes("all"));
  private final List<KernelPeer> kernelPeers = new ArrayList<>();
  Laboratory laboratory;
  WireStack stack;

  /** Both ends of one connection, and what each sends. */
  record Ends(KernelPeer kernel, WirePeer wire, StreamSource up, StreamSource down) {}

  @BeforeAll
  static void requireLaboratory() {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();
  }

  /** Every kind of port in its {@link #bothWays}: what there is no reason to leave out. */
  static Stream<Arguments> settings() {
    return PortChoice.KINDS.stream().flatMap(InteropTest::bothWays);
  }

  /**
   * A kind of port with what it leaves to the device, beside a kernel that would answer for all that it sees, and
   * without, beside one that has nothing to say: so every test runs on a host that forwards, and none for that alone.
   */
  static Stream<Arguments> bothWays(final String kind) {
    return Stream.of(setting(kind, true, LabHost.ROUTER), setting(kind, false, LabHost.BARE));
  }

  static Arguments setting(final String kind, final boolean offloads, final LabHost host) {
    return Arguments.of(new PortChoice(kind, offloads), host);
  }

  @BeforeEach
  void requirePort() {
    if (ports.io().equals(PortChoice.AF_XDP)) {
      Requirement.AF_XDP.require();
    }
  }

  void open(final LabPlan plan, final StackConfig config) {
    open(plan, config, null);
  }

  /** The same, with a capture of what passes the ports; null for none. */
  void open(final LabPlan plan, final StackConfig config, final PcapngFile capture) {
    laboratory = Laboratory.open(plan.withPorts(ports).withHost(host));
    assertThat(kernelForwards()).as("the kernel beside us forwards").isEqualTo(host.forwards());
    stack = WireStack.open(laboratory, config, capture);
    expectPorts();
  }

  /** RFC 1213, ipForwarding, as the kernel of our own host says it. */
  private boolean kernelForwards() {
    return laboratory.counters(LabSide.WIRE).get("IpForwarding") == 1;
  }

  /** What the kernel beside our stack may have said in a test of this class. */
  void expectSilence() {
    assertThat(laboratory.kernelAnswers())
        .as("what the kernel beside us said")
        .isEmpty();
  }

  @AfterEach
  void closeAll() {
    try {
      if (stack != null) {
        expectSilence();
      }
    } finally {
      closeAllThatIsOpen();
    }
  }

  private void closeAllThatIsOpen() {
    kernelPeers.forEach(KernelPeer::close);
    try {
      if (stack != null) {
        stack.close();
      }
    } finally {
      if (laboratory != null) {
        laboratory.close();
        for (final LabSide side : LabSide.values()) {
          assertThat(Files.exists(Path.of("/var/run/netns", laboratory.namespace(side))))
              .isFalse();
        }
      }
    }
  }

  Ends connect(final boolean kernelConnects, final KernelPeerPlan plan, final long upBytes, final long downBytes) {
    return connect(
        kernelConnects,
        plan,
        PatternSource.exactly(UP_KEY, upBytes),
        PatternSource.exactly(DOWN_KEY, downBytes));
  }

  Ends connect(
      final boolean kernelConnects, final KernelPeerPlan plan, final StreamSource up, final StreamSource down) {
    if (kernelConnects) {
      final WirePeer wire = stack.listen(PORT, down, atWire);
      return new Ends(kernelConnect(plan, up), wire, up, down);
    }
    final KernelPeer kernel = kernelListen(plan, up);
    return new Ends(kernel, stack.connect(0, PORT, down, atWire), up, down);
  }

  KernelPeer kernelConnect(final KernelPeerPlan plan, final StreamSource up) {
    return keep(KernelPeer.connect(
        laboratory.namespace(LabSide.KERNEL), plan, LabAddresses.socket(LabSide.WIRE, 0, PORT), up, atKernel));
  }

  KernelPeer kernelListen(final KernelPeerPlan plan, final StreamSource up) {
    return keep(KernelPeer.listen(laboratory.namespace(LabSide.KERNEL), plan, PORT, up, atKernel));
  }

  KernelPeer keep(final KernelPeer peer) {
    kernelPeers.add(peer);
    return peer;
  }

  KernelCounters kernel() {
    return laboratory.counters(LabSide.KERNEL);
  }

  ConnectionInfo info(final Ends ends) {
    return ends.wire.info().orElseThrow();
  }

  /** Waits for both ends and checks that every byte came once and in order and that both ended well. */
  void expectFinished(final Ends ends) throws InterruptedException {
    final boolean over = ends.wire.await(PATIENCE) && ends.kernel.await(PATIENCE);
    assertThat(over).as(() -> "both ends finish; " + describe(ends)).isTrue();
    assertThat(ends.kernel.failure()).as(() -> describe(ends)).isEmpty();
    assertThat(ends.wire.closeReason()).as(() -> describe(ends)).contains(CloseReason.FINISHED);
    assertThat(ends.up.isExhausted() && ends.down.isExhausted()).isTrue();
    expectData(ends.up.bytes(), ends.down.bytes());
  }

  void expectData(final long upBytes, final long downBytes) {
    assertThat(atWire.fault()).isNull();
    assertThat(atKernel.fault()).isNull();
    assertThat(atWire.bytes()).isEqualTo(upBytes);
    assertThat(atKernel.bytes()).isEqualTo(downBytes);
    assertThat(atWire.sha256()).isEqualTo(Pattern.sha256(upBytes, UP_KEY));
    assertThat(atKernel.sha256()).isEqualTo(Pattern.sha256(downBytes, DOWN_KEY));
  }

  /** Neither end counted a failure of any part of the protocol. */
  void expectNoTrouble() {
    expectNoTroubleAtTheKernel();
    expectPorts();
    expectOneCopyAtMost();
    for (final String name : List.of(
        "FALLBACKS",
        "HMAC_FAILURES",
        "JOINS_REFUSED",
        "DSS_CHECKSUM_ERRORS",
        "DSS_MAPPING_ERRORS",
        "DSS_OUT_OF_WINDOW",
        "MP_FAIL_RECEIVED",
        "POOL_EXHAUSTED",
        "HANDLER_FAILURES",
        "DROP_TCP_BAD_CHECKSUM",
        "DROP_TCP_MALFORMED",
        "DROP_FRAME_TRUNCATED")) {
      assertThat(stack.count(name)).as(name).isZero();
    }
  }

  /**
   * That the frames go the way that the parameters of the test say, by that kind of port, in the mode that it has on a
   * link of the laboratory, with just so much left to the device; and that none was cut short.
   */
  void expectPorts() {
    final boolean xdp = ports.io().equals(PortChoice.AF_XDP);
    final boolean cuts = ports.offloads() && !xdp;
    final String left = cuts ? "checksums and super-segments" : ports.offloads() ? "checksums" : "nothing";
    for (int link = 0; link < laboratory.plan().links(); link++) {
      final String device = laboratory.device(LabSide.WIRE, link);
      final String beginning = switch (ports.io()) {
        case PortChoice.AF_PACKET -> "AF_PACKET on " + device + ": ";
        case PortChoice.AF_XDP -> "AF_XDP on " + device + ": generic mode ("; // a veth (ADR 0011)
        case PortChoice.TAP -> "TAP " + device + ": ";
        default -> throw new IllegalStateException("a test names its kind of port: " + ports);
      };
      final String description = stack.description(link);
      assertThat(description).startsWith(beginning).contains(" " + left + " left to the ");
      assertThat(description.contains("copy mode (")).as(description).isEqualTo(xdp);
      final PortCapabilities capabilities = stack.capabilities(link);
      assertThat(capabilities.checksumOffload()).as(description).isEqualTo(ports.offloads());
      assertThat(capabilities.gsoMaxBytes() > 0).as(description).isEqualTo(cuts);
      assertThat(stack.portCount(link, Kind.RX_TRUNCATED))
          .as("frames cut short")
          .isZero();
    }
  }

  /** The stated value of every kind of port; AF_PACKET copies each ordinary frame, the others only what is put together. */
  private void expectOneCopyAtMost() {
    for (int link = 0; link < laboratory.plan().links(); link++) {
      final long copiedBytes = stack.portCount(link, Kind.RX_COPIED_BYTES); // first, for frames may still come
      assertThat(copiedBytes)
          .as("octets that the port of link %d copied", link)
          .isLessThanOrEqualTo(stack.portCount(link, Kind.RX_BYTES));
    }
  }

  void expectNoTroubleAtTheKernel() {
    final KernelCounters kernel = kernel();
    for (final String name : KernelTrouble.PROTOCOL) {
      assertThat(kernel.get(name))
          .as("%s of %s", name, kernel.nonZero("MPTcp"))
          .isZero();
    }
  }

  /** Waits until {@code condition} holds. */
  void until(final Ends ends, final String what, final BooleanSupplier condition) throws InterruptedException {
    final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs)
          .as(() -> "waiting until " + what + "; " + describe(ends))
          .isNegative();
      Thread.sleep(5);
    }
  }

  /** Subflows of ours that are established now. */
  static long established(final ConnectionInfo info) {
    return info.subflows().stream()
        .filter(subflow -> subflow.state().equals("ESTABLISHED"))
        .count();
  }

  boolean hasSubflows(final Ends ends, final int count) {
    final int atTheKernel = ends.kernel
        .info()
        .map(KernelSocketInfo::subflows)
        .orElse(List.of())
        .size();
    return atTheKernel == count
        && ends.wire.info().map(InteropTest::established).orElse(0L) == count;
  }

  String describe(final Ends ends) {
    return "up " + atWire.bytes() + " down " + atKernel.bytes() + "\n kernel " + ends.kernel.phase() + " "
        + ends.kernel.failure() + " " + ends.kernel.info() + "\n wire " + ends.wire.closeReason() + " "
        + ends.wire.info() + "\n kernel counters " + kernel().nonZero("MPTcp") + kernel().nonZero("TcpExt")
        + "\n wire counters " + nonZero()
        + "\n" + laboratory.sockets(LabSide.KERNEL);
  }

  private String nonZero() {
    final List<String> lines = new ArrayList<>();
    stack.counters().forEach((name, value) -> {
      if (value != 0) {
        lines.add(name + "=" + value);
      }
    });
    return lines.toString();
  }
}
