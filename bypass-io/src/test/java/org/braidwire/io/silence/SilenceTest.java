package org.braidwire.io.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.TestNamespace;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.PortGroup;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two kernels on one link: what one asks, and what the other, which is to be silent, answers. */
class SilenceTest {
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int ANSWER_MS = 300;
  private static final Claim WHOLE = Claim.address(0, 0xffff_c000_0202L);
  private static final Claim SHARED = new Claim(0, 0xffff_c000_0202L, 5000, 5999);

  private TestNamespace asking;
  private TestNamespace silent;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @BeforeEach
  void join() throws Exception {
    asking = new TestNamespace();
    silent = new TestNamespace();
    asking.ip("link add eth1 type veth peer name eth1 netns " + silent.name());
    asking.ip("addr add 192.0.2.1/28 dev eth1");
    silent.ip("addr add 192.0.2.2/28 dev eth1");
    asking.ip("link set eth1 up");
    silent.ip("link set eth1 up");
  }

  @AfterEach
  void part() throws Exception {
    asking.close();
    silent.close();
  }

  @Test
  void theKernelHearsNothingForAWholeAddressWhileAPacketSocketHearsAll() throws Exception {
    try (PacketMemory memory = PacketMemory.allocate(64, 1);
        AfPacketPort port = openPort(memory)) {
      assertThat(answersUdp()).isFalse();
      assertThat(outputRequests()).isZero();
      assertThat(frames(port, memory)).as("ARP requests").isPositive();
    }
    asking.ip("neigh flush dev eth1");
    assertThat(answersUdp()).as("afterwards it answers as ever").isTrue();
  }

  @Test
  void theKernelKeepsAllButTheClaimedPorts() throws Exception {
    try (Silence silence = open(SHARED)) {
      assertThat(answersUdp()).isTrue();
      assertThat(answersTcp(4999)).isTrue();
      assertThat(answersTcp(6000)).isTrue();
      assertThat(answersTcp(5000)).isFalse();
      assertThat(answersTcp(5999)).isFalse();
    }
    assertThat(answersTcp(5000)).isTrue();
  }

  @Test
  void twoOfOursOnOneInterfaceAreBothSilent() throws Exception {
    try (Silence first = open(new Claim(0, SHARED.addressLow(), 5000, 5000));
        Silence second = open(new Claim(0, SHARED.addressLow(), 5001, 5001))) {
      assertThat(answersTcp(5000)).isFalse();
      assertThat(answersTcp(5001)).isFalse();
      assertThat(answersTcp(5002)).isTrue();
    }
  }

  @Test
  void theMembersOfAGroupAreSilentTogetherUntilTheLastOneLeaves() throws Exception {
    final PortRequest member = request(SHARED).withGroup(new PortGroup(2));
    try (Silence first = open(member)) {
      assertThat(first).isNotNull();
      final Silence second = open(member);
      assertThat(programs()).isEqualTo(1);
      second.close();
      second.close();
      assertThat(answersTcp(5000)).isFalse();
    }
    assertThat(programs()).isZero();
    assertThat(answersTcp(5000)).isTrue();
  }

  @Test
  void whereItCannotBeTheWayOutIsSaid() throws Exception {
    final NetworkInterfaceFacts gone = new NetworkInterfaceFacts("eth9", 4711, 0, 1500, true, false, true, true);
    assertThatThrownBy(() -> NetNamespace.call(
            silent.name(), () -> Silence.open(gone, request(WHOLE), SilencePolicy.RESET_ON_DEATH)))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("eth9")
        .hasMessageContaining("Linux 6.6")
        .hasMessageContaining("--silence off");
    assertThat(Silence.open(gone, request(WHOLE), SilencePolicy.OFF)).isSameAs(Silence.NONE);
  }

  private AfPacketPort openPort(final PacketMemory memory) throws Exception {
    final PortRequest request = PortRequest.onEngineThread("eth1", List.of(WHOLE), memory);
    return NetNamespace.call(silent.name(), () -> AfPacketPort.open(request, true, SilencePolicy.RESET_ON_DEATH));
  }

  private Silence open(final Claim claim) throws Exception {
    return open(request(claim));
  }

  private Silence open(final PortRequest request) throws Exception {
    return NetNamespace.call(
        silent.name(),
        () -> Silence.open(NetworkInterfaceFacts.read("eth1"), request, SilencePolicy.RESET_ON_DEATH));
  }

  private static PortRequest request(final Claim claim) {
    return PortRequest.onEngineThread("eth1", List.of(claim), null);
  }

  /** Asks for a UDP port that nobody has: a kernel that hears it answers with an unreachable. */
  private boolean answersUdp() throws Exception {
    return NetNamespace.call(asking.name(), () -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(InetAddress.getByName("192.0.2.2"), 9);
        socket.setSoTimeout(ANSWER_MS);
        socket.send(new DatagramPacket(new byte[1], 1));
        socket.receive(new DatagramPacket(new byte[1], 1));
        return true;
      } catch (final SocketTimeoutException nothing) {
        return false;
      } catch (final PortUnreachableException answered) {
        return true;
      }
    });
  }

  /** Connects to a port that nobody has: a kernel that hears it resets. */
  private boolean answersTcp(final int port) throws Exception {
    return NetNamespace.call(asking.name(), () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("192.0.2.2", port), ANSWER_MS);
        return true;
      } catch (final SocketTimeoutException nothing) {
        return false;
      } catch (final ConnectException refused) {
        return true;
      }
    });
  }

  /** Programs of this process that stand where some interface's packets come in. */
  private static long programs() throws IOException {
    long links = 0;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fdinfo"))) {
      for (final Path descriptor : descriptors.toList()) {
        try {
          links += Files.readString(descriptor).contains("link_type:\ttcx") ? 1 : 0;
        } catch (final NoSuchFileException closed) {
          // It was the listing's own.
        }
      }
    }
    return links;
  }

  /** Packets that the silent kernel wanted to send so far. */
  private long outputRequests() throws Exception {
    return NetNamespace.call(silent.name(), () -> {
      final List<String> lines =
          Files.readAllLines(Path.of("/proc/thread-self/net/snmp"), StandardCharsets.US_ASCII);
      final List<String> names = List.of(lines.get(0).split(" ", -1));
      return Long.parseLong(lines.get(1).split(" ", -1)[names.indexOf("OutRequests")]);
    });
  }

  private static int frames(final AfPacketPort port, final PacketMemory memory) {
    final RxBurst burst = new RxBurst();
    final long deadline = System.nanoTime() + WAIT_NS;
    int frames = 0;
    while (frames == 0 && System.nanoTime() < deadline) {
      frames += port.poll(burst);
      for (int i = 0; i < burst.size(); i++) {
        memory.release(burst.address(i));
      }
    }
    return frames;
  }
}
