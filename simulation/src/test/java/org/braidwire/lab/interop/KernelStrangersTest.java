package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.braidwire.io.PortChoice;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes from nobody we talk to: answered for our own addresses alone, or counted and dropped. */
class KernelStrangersTest extends InteropTest {
  private static final int KERNEL = 0xc000_0201;
  private static final int OURS = 0xc000_0202;
  private static final int NOT_OURS = 0xc000_0209;
  private static final int CLOSED_PORT = 5999;
  private static final int CLIENT_PORT = 40_001;
  private static final int RST = 4;

  /** What such a program takes for no packet of ours. */
  private static final List<String> LEFT_TO_THE_HOST = List.of("DROP_IP_BAD_VERSION", "DROP_IP_BAD_HEADER_LENGTH");

  private RawStation station;
  private RawFrames frames;

  /** Whether a test sent something for another, of which a kernel that forwards has to say something. */
  private boolean forwards;

  @BeforeEach
  void openStation() throws Exception {
    open(LabPlan.links(1), StackConfig.defaults());
    station = RawStation.open(laboratory);
    station.send(RawFrames.arpRequest(station.macAddress(), KERNEL, OURS));
    final byte[] reply = station.expect(frame -> isArpReply(frame, OURS));
    final ByteBuffer buffer = ByteBuffer.wrap(reply);
    frames = new RawFrames(
        station.macAddress(),
        Short.toUnsignedLong(buffer.getShort(22)) << 32 | Integer.toUnsignedLong(buffer.getInt(24)));
  }

  /** The one packet that was for another, and none of ours. */
  @Override
  void expectSilence() {
    if (forwards) {
      assertThat(laboratory.kernelAnswers())
          .containsEntry("IpForwDatagrams", 1L)
          .doesNotContainKeys("TcpOutRsts", "TcpOutSegs");
    } else {
      super.expectSilence();
    }
  }

  /** Ours does not reach the kernel beside us, which does with the other's what it always does. */
  private void expectOneLeftToTheHost() {
    forwards = host.forwards() && !ports.makesInterface(); // a TAP is a station of its own, which the frame was for
    assertThat(laboratory.counters(LabSide.WIRE).get("IpInAddrErrors"))
        .as("dropped there")
        .isEqualTo(forwards || ports.makesInterface() ? 0 : 1);
  }

  @AfterEach
  void closeStation() {
    if (station != null) {
      station.close();
    }
  }

  @Test
  void arpIsAnsweredForOurAddressOnly() {
    station.send(RawFrames.arpRequest(station.macAddress(), KERNEL, NOT_OURS));
    station.send(RawFrames.arpRequest(station.macAddress(), KERNEL, OURS));
    // In order: an answer to the first would have come before that to the second.
    final List<byte[]> heard = heardUntilArpReply();

    assertThat(heard).noneMatch(frame -> isArpReply(frame, NOT_OURS));
    assertThat(stack.count("DROP_ARP_NOT_FOR_US") > 0).isNotEqualTo(onlyOursArrive());
  }

  @Test
  void anEchoRequestIsAnsweredForOurAddressOnly() {
    station.send(frames.echoRequest(KERNEL, NOT_OURS, 1));
    station.send(frames.echoRequest(KERNEL, OURS, 2));

    final byte[] reply = station.expect(KernelStrangersTest::isEchoReply);

    final ByteBuffer buffer = ByteBuffer.wrap(reply);
    assertThat(buffer.getInt(26)).isEqualTo(OURS);
    assertThat(buffer.getShort(40)).as("not the number of the other's").isEqualTo((short) 2);
    assertThat(buffer.getLong(42)).isEqualTo(0x6272_6169_6477_6972L);
    assertThat(stack.count("DROP_IP_NOT_OUR_ADDRESS")).isEqualTo(onlyOursArrive() ? 0 : 1);
    expectOneLeftToTheHost();
  }

  @Test
  void aSegmentForNobodyIsResetOnOurAddressOnly() {
    station.send(frames.tcp(KERNEL, NOT_OURS, CLIENT_PORT, CLOSED_PORT, RawFrames.SYN));
    station.send(frames.tcp(KERNEL, OURS, CLIENT_PORT, CLOSED_PORT, RST));
    station.send(frames.tcp(KERNEL, OURS, CLIENT_PORT + 1, CLOSED_PORT, RawFrames.SYN));

    final byte[] reset = station.expect(frame -> isReset(frame, CLIENT_PORT) || isReset(frame, CLIENT_PORT + 1));

    assertThat(isReset(reset, CLIENT_PORT + 1)).isTrue();
    assertThat(ByteBuffer.wrap(reset).getInt(42)).as("acknowledges the SYN").isEqualTo(1001);
    assertThat(stack.count("RESETS_SENT")).isEqualTo(1);
    assertThat(stack.count("DROP_IP_NOT_OUR_ADDRESS")).isEqualTo(onlyOursArrive() ? 0 : 1);
    expectOneLeftToTheHost();
    assertThat(stack.count("DROP_TCP_NO_SUBFLOW")).isEqualTo(2);
  }

  @Test
  void aJoinWithAnUnknownTokenIsResetWithAReason() {
    stack.listen(PORT, PatternSource.exactly(DOWN_KEY, 0), atWire);
    final byte[] join = {30, 12, 0x10, 1, 0x12, 0x34, 0x56, 0x78, 1, 2, 3, 4};

    station.send(frames.tcp(KERNEL, OURS, CLIENT_PORT, PORT, RawFrames.SYN, join));

    final byte[] reset = station.expect(frame -> isReset(frame, CLIENT_PORT));
    // MP_TCPRST, MPTCP-specific error (RFC 8684 3.6)
    assertThat(RawStation.tcpOptions(reset)).containsExactly(30, 4, 0x80, 1);
    assertThat(stack.count("JOINS_REFUSED")).isEqualTo(1);
    assertThat(stack.count("CONNECTIONS_ACCEPTED")).isZero();
  }

  @Test
  void malformedFramesAreCountedAndHarmNothing() throws Exception {
    final PatternSource up = new PatternSource(UP_KEY, MIB);
    final PatternSource down = new PatternSource(DOWN_KEY, MIB);
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
    until(ends, "bytes flow", () -> atWire.bytes() > MIB && atKernel.bytes() > MIB);
    final int clientPort =
        Integer.parseInt(info(ends).subflows().getFirst().remote().split(":", 2)[1]);
    final Map<String, Consumer<byte[]>> faults = faults();
    if (ports.makesInterface()) {
      faults.remove("DROP_ETHERNET_BAD_SOURCE"); // the bridge before a TAP loses such frames itself
    }
    if (onlyOursArrive()) {
      LEFT_TO_THE_HOST.forEach(counter -> sendSpoilt(clientPort, faults.remove(counter)));
    }

    // Again where one was lost: the receive ring is full now and then at this rate.
    until(ends, "all are counted", () -> {
      final Map<String, Long> counted = stack.counters();
      faults.forEach((counter, fault) -> {
        if (counted.get(counter) == 0) {
          sendSpoilt(clientPort, fault);
        }
      });
      station.heard();
      return faults.keySet().stream().allMatch(counter -> counted.get(counter) > 0);
    });
    final long upBytes = atWire.bytes();
    final long downBytes = atKernel.bytes();
    until(ends, "bytes flow on", () -> atWire.bytes() > upBytes + MIB && atKernel.bytes() > downBytes + MIB);
    up.finish();
    down.finish();
    expectFinished(ends);
    assertThat(info(ends).multipath()).isTrue();
    assertThat(stack.count("RESETS_SENT") + stack.count("FALLBACKS")).isZero();
    if (onlyOursArrive()) {
      LEFT_TO_THE_HOST.forEach(
          counter -> assertThat(stack.count(counter)).as(counter).isZero());
      assertThat(laboratory.counters(LabSide.WIRE).get("IpInHdrErrors")).isEqualTo(LEFT_TO_THE_HOST.size());
    }
  }

  private void sendSpoilt(final int clientPort, final Consumer<byte[]> fault) {
    final byte[] frame = frames.tcp(KERNEL, OURS, clientPort, PORT, RawFrames.ACK, new byte[] {1, 1, 1, 1});
    fault.accept(frame);
    station.send(frame);
  }

  /** Whether a program in front of the port tells what is ours, so that it never sees the rest. */
  private boolean onlyOursArrive() {
    return ports.io().equals(PortChoice.AF_XDP);
  }

  /** By the counter that must tell of it. */
  private static Map<String, Consumer<byte[]>> faults() {
    final int ip = RawFrames.ETHERNET;
    final int tcp = ip + RawFrames.IP;
    final Map<String, Consumer<byte[]>> faults = new TreeMap<>();
    faults.put("DROP_ETHERNET_BAD_SOURCE", frame -> frame[6] |= 1);
    faults.put("DROP_IP_BAD_VERSION", frame -> frame[ip] = 0x65);
    faults.put("DROP_IP_BAD_HEADER_LENGTH", frame -> frame[ip] = 0x44);
    faults.put("DROP_IP_BAD_TOTAL_LENGTH", frame -> spoilIp(frame, 3, 19));
    faults.put("DROP_IP_TRUNCATED", frame -> spoilIp(frame, 2, 4));
    faults.put("DROP_IP_BAD_CHECKSUM", frame -> frame[ip + 8]++);
    faults.put("DROP_IP_FRAGMENT", frame -> spoilIp(frame, 6, 0x20));
    faults.put("DROP_IP_BAD_SOURCE", frame -> spoilIp(frame, 12, 127));
    faults.put("DROP_IP_UNKNOWN_PROTOCOL", frame -> spoilIp(frame, 9, 99));
    faults.put("DROP_TCP_BAD_CHECKSUM", frame -> frame[tcp + 4]++);
    faults.put("DROP_TCP_MALFORMED", frame -> {
      frame[tcp + 12] = (byte) 0xf0; // the header would reach beyond the segment
      RawFrames.sumTcp(frame);
    });
    return faults;
  }

  private static void spoilIp(final byte[] frame, final int at, final int value) {
    frame[RawFrames.ETHERNET + at] = (byte) value;
    RawFrames.sumIp(frame);
  }

  private List<byte[]> heardUntilArpReply() {
    final List<byte[]> all = new ArrayList<>();
    station.expect(frame -> {
      all.add(frame);
      return isArpReply(frame, OURS);
    });
    return all;
  }

  private static boolean isArpReply(final byte[] frame, final int of) {
    final ByteBuffer buffer = ByteBuffer.wrap(frame);
    return frame.length >= 42
        && buffer.getShort(12) == 0x0806
        && buffer.getShort(20) == 2
        && buffer.getInt(28) == of;
  }

  private static boolean isEchoReply(final byte[] frame) {
    return frame.length >= 50 && frame[23] == 1 && frame[34] == 0;
  }

  private static boolean isReset(final byte[] frame, final int to) {
    return (RawStation.isTcp(frame, CLOSED_PORT, to) || RawStation.isTcp(frame, PORT, to))
        && (frame[47] & RST) != 0
        && ByteBuffer.wrap(frame).getInt(26) == OURS;
  }
}
