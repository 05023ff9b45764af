package org.braidwire.simulation.middlebox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;
import org.junit.jupiter.api.Test;

class MiddleboxTest {
  private final List<Fault> faults = new ArrayList<>();

  @Test
  void theShortenerKeepsTheLowHalvesAndTheRest() {
    final WireFrame before = Segments.fromClient(TcpPacket.ACK)
        .mapping(0x1122334455667788L, 0x99aabbccddeeff00L, 17, 4, true)
        .payload(new byte[] {1, 2, 3})
        .frame();
    final WireFrame after = new SequenceShortener(1, new SeededRandom(1)).pass(before, faults::add);
    final Dss dss = after.tcp().orElseThrow().options().dss().orElseThrow();

    assertThat(dss).isEqualTo(new Dss(4, 0x55667788L, 4, 0xddeeff00L, 17, 4, -1, true));
    assertThat(after.length()).isEqualTo(before.length());
    assertThat(faults).containsExactly(Fault.SEQUENCE_SHORTENED);
  }

  @Test
  void theStripperTakesMptcpOptionsAndNothingElse() {
    final WireFrame before = Segments.fromClient(TcpPacket.SYN)
        .option(2, 4, 5, 180)
        .capableSyn()
        .frame();
    final TcpPacket after =
        OptionStripper.ofSyn().pass(before, faults::add).tcp().orElseThrow();

    assertThat(after.options().multipathOptions()).isZero();
    assertThat(after.options().mss()).isEqualTo(1460);
    assertThat(faults).containsExactly(Fault.OPTIONS_STRIPPED);
  }

  @Test
  void theStripperLeavesOtherSegmentsAlone() {
    final WireFrame synAck =
        Segments.fromServer(TcpPacket.SYN | TcpPacket.ACK).capable(1L).frame();

    assertThat(OptionStripper.ofSyn().pass(synAck, faults::add)).isSameAs(synAck);
    assertThat(faults).isEmpty();
  }

  @Test
  void theDataAckStripperSparesTheFirstOnesAndOpensTheWindow() {
    final DataAckStripper stripper = new DataAckStripper(1, new SeededRandom(1));
    final WireFrame ack = Segments.fromClient(TcpPacket.ACK).dataAck(9).frame();
    for (int i = 0; i < 20; i++) {
      assertThat(stripper.pass(ack, faults::add)).isSameAs(ack);
    }
    final TcpPacket after = stripper.pass(ack, faults::add).tcp().orElseThrow();

    assertThat(after.options().dss()).isEmpty();
    assertThat(after.window()).isEqualTo(0xffff);
  }

  @Test
  void theForgerChangesEveryCopyOfTheFirstJoins() {
    final List<TcpPacket.Flow> told = new ArrayList<>();
    final JoinForger forger = new JoinForger(1, told::add);
    final WireFrame join = Segments.fromClient(TcpPacket.ACK)
        .option(30, 24, 0x10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
        .frame();

    assertThat(forger.pass(join, faults::add).bytes()).isNotEqualTo(join.bytes());
    assertThat(forger.pass(join, faults::add).bytes()).isNotEqualTo(join.bytes());
    assertThat(told).containsExactly(join.tcp().orElseThrow().flow());
  }
}
