package org.braidwire.simulation.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransmitterTest {
  private static final int MAX_FRAME_BYTES = 1_514;
  private static final int HEADER_BYTES = 54;
  private static final long MS = 1_000_000L;

  private final FakeContext card = new FakeContext();

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(card.memory.leased()).isZero();
    card.close();
  }

  @Test
  void aPlainCardGivesBothReferencesBackAtOnceAndHasRoomAgainAfterAFlush() {
    final Transmitter transmitter = transmitter(TransmitTraits.PLAIN.withRing(2));

    assertThat(send(transmitter, 0)).isNotZero();
    assertThat(send(transmitter, 1)).isNotZero();

    assertThat(card.memory.leased()).isZero();
    assertThat(transmitter.room()).isZero();
    assertThat(send(transmitter, 2)).isZero();
    assertThat(card.counters().get(Kind.TX_REFUSED)).isEqualTo(1);
    transmitter.flush();
    assertThat(transmitter.room()).isEqualTo(2);
    assertThat(card.carried).hasSize(2);
  }

  @Test
  void aLateCardHoldsItsReferencesUntilItHasFinishedAndIsFlushed() {
    final Transmitter transmitter = transmitter(late(0, 5 * MS, false));
    final long payload = send(transmitter, 0);
    card.memory.retain(payload);
    transmitter.flush();
    card.advance(0);
    assertThat(card.carried).hasSize(1);
    assertThat(card.memory.chunks().references(payload)).isEqualTo(2);

    card.advance(5 * MS);
    transmitter.flush();

    assertThat(card.memory.chunks().references(payload)).isEqualTo(1);
    assertThat(card.hits).containsExactly(Fault.LATE_COMPLETION);
    card.memory.release(payload);
  }

  @Test
  void framesLeaveInOrderAndAreFinishedWithInAny() {
    final Transmitter transmitter = transmitter(late(MS, 50 * MS, false));
    for (int i = 0; i < 4; i++) {
      send(transmitter, i);
    }
    transmitter.flush();
    for (int i = 0; i < 60; i++) {
      card.advance(MS);
      transmitter.flush();
    }

    assertThat(card.carried.stream().map(frame -> frame.tcp().orElseThrow().seq()))
        .containsExactly(0, 1, 2, 3);
    assertThat(card.hits).contains(Fault.REORDERED_COMPLETION, Fault.PAYLOAD_OUTLIVED);
  }

  @Test
  void aPayloadThatChangesUnderItsDescriptorIsReported() {
    final Transmitter transmitter = transmitter(late(MS, 0, false));
    final long payload = send(transmitter, 0);
    transmitter.flush();
    Memory.putByte(payload + 7, 99);
    card.advance(MS);

    assertThat(card.changed).isNotEmpty();
    transmitter.close();
  }

  @Test
  void whatWasGivenBeforeTheCarrierWentWaitsForItOrIsLost() {
    final Transmitter keeping = transmitter(late(MS, 0, true));
    final Transmitter losing = transmitter(late(MS, 0, false));
    send(keeping, 0);
    send(losing, 1);
    keeping.flush();
    losing.flush();
    card.carrier = false;
    card.advance(MS);
    losing.flush();
    assertThat(card.carried).isEmpty();
    assertThat(card.hits).contains(Fault.CARRIER_OUTAGE);

    card.carrier = true;
    keeping.onCarrier();
    assertThat(card.carried).hasSize(1);
    card.advance(0);
    keeping.flush();
  }

  @Test
  void whatIsGivenToALinkThatIsDownIsTakenAndLost() {
    card.carrier = false;
    final Transmitter transmitter = transmitter(TransmitTraits.PLAIN);

    assertThat(send(transmitter, 0)).isNotZero();

    assertThat(card.given).hasSize(1);
    assertThat(card.carried).isEmpty();
    assertThat(card.counters().get(Kind.TX_LINK_DOWN)).isEqualTo(1);
  }

  @Test
  void aCardIsDownForAWhileWithItsCarrierUp() {
    final Transmitter transmitter =
        transmitter(new TransmitTraits(false, 64, false, 0, 0, 0, 0, false, 0, 10, 10 * MS));
    for (int i = 0; i < 15 && card.hits.isEmpty(); i++) {
      send(transmitter, i);
    }
    assertThat(card.hits).contains(Fault.DEVICE_DOWN);
    assertThat(card.counters().get(Kind.TX_LINK_DOWN)).isPositive();
    final int carried = card.carried.size();

    card.advance(20 * MS);
    send(transmitter, 8);

    assertThat(card.carried).hasSize(carried + 1);
  }

  @Test
  void headerAndPayloadMayTakeADescriptorEach() {
    final Transmitter transmitter = transmitter(new TransmitTraits(false, 5, true, MS, 0, 0, 0, false, 0, 0, 0));

    assertThat(transmitter.room()).isEqualTo(2);
    send(transmitter, 0);
    send(transmitter, 1);

    assertThat(transmitter.room()).isZero();
    assertThat(send(transmitter, 2)).isZero();
    transmitter.close();
  }

  private Transmitter transmitter(final TransmitTraits traits) {
    return new Transmitter(traits, MAX_FRAME_BYTES, card);
  }

  private static TransmitTraits late(final long fetchNs, final long holdNs, final boolean keepsWhileDown) {
    return new TransmitTraits(false, 64, false, fetchNs, holdNs, 0, 0, keepsWhileDown, 0, 0, 0);
  }

  /** Gives a segment, of which the caller keeps nothing; its payload's address, or 0 when it was refused. */
  private long send(final Transmitter transmitter, final int seq) {
    final byte[] frame = Segments.fromClient(TcpPacket.ACK)
        .seq(seq)
        .payload(new byte[100])
        .bytes();
    final long header = card.header(frame);
    final long payload = card.payload(new byte[100]);
    if (transmitter.transmit(header, HEADER_BYTES, payload, 100, Offload.NONE)) {
      return payload;
    }
    card.memory.release(header);
    card.memory.release(payload);
    return 0;
  }
}
