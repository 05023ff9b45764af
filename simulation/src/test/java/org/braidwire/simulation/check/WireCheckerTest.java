package org.braidwire.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.Outage;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule is broken by hand once: a checker that catches nothing proves nothing. */
class WireCheckerTest {
  private static final long CLIENT_KEY = 0x0123456789abcdefL;
  private static final long SERVER_KEY = 0xfedcba9876543210L;

  // the computed vector of these keys
  private static final long CLIENT_IDSN = 0x570762cd38be9818L;
  private static final long SERVER_IDSN = 0x280818bf0fa7e28eL;
  private static final int CLIENT_ISN = 100;
  private static final int SERVER_ISN = 0xffff_fff0;
  private static final int SERVER_PORT = 5001;
  private static final ByteStream FROM_CLIENT = new ByteStream(1, 5000);
  private static final ByteStream FROM_SERVER = new ByteStream(2, 5000);

  private SimulatedNetwork network;
  private SimulatedPort client;
  private SimulatedPort server;
  private WireChecker checker;

  @BeforeEach
  void openConnection() {
    network = new SimulatedNetwork(1);
    final SimulatedHost one = network.addHost("client", 16, 1);
    final SimulatedHost other = network.addHost("server", 16, 1);
    final Impairment clean = Impairment.clean(0, 0, 1000);
    one.connect(other, "link", new Impairment[] {clean, clean});
    client = one.ports().getFirst();
    server = other.ports().getFirst();
    checker = new WireChecker(network, one, FROM_CLIENT, FROM_SERVER, WireChecker::derivedIdsn);
    network.observe(checker);
    arrives(Segments.fromClient(TcpPacket.SYN).seq(CLIENT_ISN).capableSyn());
    arrives(Segments.fromServer(TcpPacket.SYN | TcpPacket.ACK)
        .seq(SERVER_ISN)
        .ack(CLIENT_ISN + 1)
        .capable(SERVER_KEY));
    arrives(fromClient(0).capable(CLIENT_KEY, SERVER_KEY));
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void anHonestExchangePasses() {
    assertThatCode(() -> {
          arrives(data(0, 100));
          arrives(ack(100, 900));
          arrives(data(100, 100));
          arrives(data(0, 100));
          arrives(ack(200, 900));
        })
        .doesNotThrowAnyException();
  }

  @Test
  void aConnectionWhoseCapabilityIsNotAnsweredIsPlain() {
    arrives(Segments.fromClient(TcpPacket.SYN).clientPort(1001).capableSyn());
    arrives(Segments.fromServer(TcpPacket.SYN | TcpPacket.ACK)
        .clientPort(1001)
        .ack(1));

    assertThat(checker.isPlain(fromClient(0).clientPort(1001).frame().tcp().orElseThrow()))
        .isTrue();
    assertThat(checker.isPlain(data(0, 100).frame().tcp().orElseThrow())).isFalse();
  }

  @Test
  void aConnectionWhoseJoinIsAnsweredWithoutOneIsNotPlain() {
    arrives(Segments.fromClient(TcpPacket.SYN).clientPort(1001).join(KeyDigest.token(SERVER_KEY)));
    arrives(Segments.fromServer(TcpPacket.SYN | TcpPacket.ACK)
        .clientPort(1001)
        .ack(1));

    assertThat(checker.isPlain(data(0, 100).frame().tcp().orElseThrow())).isFalse();
  }

  @Test
  void aDataAckOfWhatDidNotArriveBreaksS2() {
    sent(data(0, 100));
    breaks("S2", fromServer(0).dataAck(CLIENT_IDSN + 101));
  }

  @Test
  void aDataAckOverAHoleBreaksS2() {
    sent(data(0, 100));
    arrives(data(100, 100));
    breaks("S2", fromServer(0).dataAck(CLIENT_IDSN + 201));
  }

  @Test
  void anAckOfWhatDidNotArriveBreaksS2() {
    sent(data(0, 100));
    breaks("S2", fromServer(100));
  }

  @Test
  void dataBeyondTheWindowBreaksS2() {
    arrives(data(0, 100));
    arrives(ack(100, 50));
    breaks("S2", data(950, 100));
  }

  @Test
  void aWindowWithoutDataAckGivesNoRight() {
    arrives(data(0, 100));
    arrives(ack(100, 900));
    arrives(fromServer(100).window(60_000));
    breaks("S2", data(950, 100));
  }

  @Test
  void aRightEdgeThatMovesLeftBreaksS3() {
    arrives(data(0, 100));
    arrives(ack(100, 900));
    breaks("S3", ack(100, 899));
  }

  @Test
  void aMappingThatChangesBreaksS5() {
    arrives(data(0, 100));
    breaks(
        "S5",
        fromClient(0)
            .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 11, 1, 90, false)
            .payload(bytes(10, 90)));
  }

  @Test
  void aNarrowerMappingOnRetransmissionBreaksS5() {
    arrives(data(0, 100));
    breaks(
        "S5",
        fromClient(50)
            .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 51, 51, 50, false)
            .payload(bytes(50, 50)));
  }

  @Test
  void aWrongByteBreaksS1() {
    final byte[] swapped = bytes(0, 100);
    swapped[7] ^= 1;
    breaks(
        "S1",
        fromClient(0)
            .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 1, 1, 100, false)
            .payload(swapped));
  }

  @Test
  void aDataFinBeforeTheEndBreaksS1() {
    breaks(
        "S1",
        fromClient(0)
            .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 1, 1, 101, true)
            .payload(bytes(0, 100)));
  }

  @Test
  void bindingDataToALinkWithoutCarrierBreaksS6() {
    network.links().getFirst().outage(Outage.CARRIER_DOWN);
    network.runUntil(() -> false, network.nowNs() + 1_000_000_000L);
    breaks("S6", data(0, 100));
  }

  @Test
  void bindingDataBeyondTheSubflowsWindowBreaksS6() {
    for (int ssn = 1; ssn < 1000; ssn += 100) {
      sent(copyOfTheFirstOctets(ssn, 100));
    }
    breaks("S6", copyOfTheFirstOctets(1001, 100));
  }

  @Test
  void bindingMoreThanAnyCongestionWindowBreaksS6() {
    arrives(ack(0, 60_000));
    for (int ssn = 1; ssn < 14_000; ssn += 1000) {
      sent(copyOfTheFirstOctets(ssn, 1000));
    }
    breaks("S6", copyOfTheFirstOctets(14_001, 1000));
  }

  @Test
  void silenceAfterTheCarrierIsBackBreaksLiveness() {
    arrives(data(0, 100));
    arrives(ack(100, 900));
    sent(data(100, 100));
    network.links().getFirst().outage(Outage.CARRIER_DOWN);
    network.runUntil(() -> false, network.nowNs() + 1_000_000_000L);
    network.links().getFirst().outage(Outage.NONE);

    assertThatThrownBy(() -> network.runUntil(() -> false, network.nowNs() + 2_000_000_000L))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("liveness");
  }

  @Test
  void aMalformedFrameBreaksS5() {
    final byte[] bytes = data(0, 100).bytes();
    bytes[60] ^= 1;
    assertThatThrownBy(() -> checker.onSent(client, new WireFrame(bytes), network.nowNs()))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith("S5");
  }

  private Segments data(final int position, final int count) {
    return fromClient(position)
        .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 1 + position, 1 + position, count, false)
        .payload(bytes(position, count));
  }

  /** Each under a mapping of its own, as where they came back from another subflow. */
  private static Segments copyOfTheFirstOctets(final int ssn, final int count) {
    return fromClient(ssn - 1)
        .mapping(SERVER_IDSN + 1, CLIENT_IDSN + 1, ssn, count, false)
        .payload(bytes(0, count));
  }

  private Segments ack(final int position, final int window) {
    return fromServer(position).window(window).dataAck(CLIENT_IDSN + 1 + position);
  }

  private static Segments fromClient(final int position) {
    return Segments.fromClient(TcpPacket.ACK).seq(CLIENT_ISN + 1 + position).ack(SERVER_ISN + 1);
  }

  private static Segments fromServer(final int acknowledged) {
    return Segments.fromServer(TcpPacket.ACK).seq(SERVER_ISN + 1).ack(CLIENT_ISN + 1 + acknowledged);
  }

  private static byte[] bytes(final int position, final int count) {
    final byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = FROM_CLIENT.at(position + i);
    }
    return Arrays.copyOf(bytes, count);
  }

  private void sent(final Segments segment) {
    final WireFrame frame = segment.frame();
    final boolean byClient = frame.tcp().orElseThrow().sourcePort() != SERVER_PORT;
    checker.onSent(byClient ? client : server, frame, network.nowNs());
  }

  private void arrives(final Segments segment) {
    sent(segment);
    final WireFrame frame = segment.frame();
    final boolean byClient = frame.tcp().orElseThrow().sourcePort() != SERVER_PORT;
    checker.onDelivered(byClient ? server : client, frame, network.nowNs());
  }

  private void breaks(final String rule, final Segments segment) {
    assertThatThrownBy(() -> sent(segment))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageStartingWith(rule);
  }
}
