package org.braidwire.simulation.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveRingTest {
  private final FakeContext card = new FakeContext();
  private final RxBurst burst = new RxBurst();

  @AfterEach
  void everythingIsGivenBack() {
    for (int i = 0; i < burst.size(); i++) {
      card.memory.release(burst.address(i));
    }
    assertThat(card.memory.frames().leased()).isZero();
    card.close();
  }

  @Test
  void thePiecesOfARunBecomeTheRunAgain() {
    final byte[] run = TransmitOffloadTest.run(3_500);
    final ReceiveRing ring = ring(true, ReceivedChecksum.PARTIAL, false, 64, RxBurst.CAPACITY);

    pieces(run).forEach(piece -> assertThat(ring.add(piece)).isTrue());
    ring.poll(burst);

    assertThat(burst.size()).isEqualTo(1);
    assertThat(octets(0)).isEqualTo(run); // the same partial checksum included
    assertThat(burst.offload(0)).isEqualTo(TransmitOffloadTest.cut(1_400));
    assertThat(card.memory.largeFrames().owns(burst.address(0))).isTrue();
    assertThat(card.counters().get(Kind.RX_SUPER_SEGMENTS)).isEqualTo(1);
  }

  @Test
  void withoutPartialChecksumsASuperSegmentIsVouchedFor() {
    final ReceiveRing ring = ring(true, ReceivedChecksum.UNSEEN, true, 64, RxBurst.CAPACITY);

    pieces(TransmitOffloadTest.run(3_500)).forEach(ring::add);
    ring.add(segment(7, 10, 0).frame());
    ring.poll(burst);

    assertThat(burst.size()).isEqualTo(2);
    assertThat(Offload.has(burst.offload(0), Offload.CHECKSUM_VALID)).isTrue();
    assertThat(Offload.segmentBytes(burst.offload(0))).isEqualTo(1_400);
    assertThat(burst.offload(1)).isEqualTo(Offload.NONE);
  }

  @Test
  void onlyNeighboursWithEqualHeadersAreMerged() {
    assertThat(merged(segment(0, 100, 0), segment(100, 100, 0))).isTrue();
    assertThat(merged(segment(0, 100, 0), segment(100, 60, TcpPacket.PSH))).isTrue();
    assertThat(merged(segment(0, 100, 0), segment(101, 100, 0)))
        .as("a hole")
        .isFalse();
    assertThat(merged(segment(0, 100, 0), segment(100, 120, 0)))
        .as("longer")
        .isFalse();
    assertThat(merged(segment(0, 100, TcpPacket.PSH), segment(100, 100, 0)))
        .as("after PSH")
        .isFalse();
    assertThat(merged(segment(0, 100, 0), segment(100, 100, TcpPacket.FIN)))
        .as("FIN")
        .isFalse();
    assertThat(merged(segment(0, 100, 0), segment(100, 100, 0).window(999)))
        .as("window")
        .isFalse();
    assertThat(merged(segment(0, 100, 0).dataAck(1), segment(100, 100, 0).dataAck(2)))
        .as("options")
        .isFalse();
    assertThat(merged(segment(0, 100, 0), segment(100, 0, 0))).as("empty").isFalse();
  }

  @Test
  void aShorterPartAndADamagedOneEndASuperSegment() {
    final ReceiveRing ring = ring(true, ReceivedChecksum.VERIFIED, true, 64, RxBurst.CAPACITY);
    final byte[] damaged = segment(260, 100, 0).bytes();
    damaged[damaged.length - 1] ^= 1;

    ring.add(segment(0, 100, 0).frame());
    ring.add(segment(100, 60, 0).frame());
    ring.add(segment(160, 100, 0).frame());
    ring.add(new WireFrame(damaged));
    ring.poll(burst);

    assertThat(burst.size()).isEqualTo(3);
    assertThat(burst.offload(2)).as("of the damaged one").isEqualTo(Offload.NONE);
    assertThat(octets(2)).isEqualTo(damaged);
  }

  @Test
  void postedFramesLeaveNeighboursApartWhereNoLargeFrameIsFree() {
    card.exhaustLargeFrames();
    final ReceiveRing ring = ring(true, ReceivedChecksum.VERIFIED, false, 64, RxBurst.CAPACITY);

    ring.add(segment(0, 100, 0).frame());
    ring.add(segment(100, 100, 0).frame());
    ring.poll(burst);

    assertThat(burst.size()).isEqualTo(2);
  }

  @Test
  void inARingOfSlotsWhatFindsNoMemoryHoldsUpWhatIsBehind() {
    final ReceiveRing ring = ring(true, ReceivedChecksum.VERIFIED, true, 64, RxBurst.CAPACITY);
    ring.add(segment(0, 100, 0).frame());
    ring.add(segment(100, 100, 0).frame());
    ring.add(segment(500, 10, 0).frame());
    final long large = card.memory.largeFrames().lease();
    card.exhaustLargeFrames();

    ring.poll(burst);
    assertThat(burst.size()).isZero();
    assertThat(card.hits).contains(Fault.RECEIVE_BLOCKED);

    card.memory.largeFrames().release(large);
    ring.poll(burst);
    assertThat(burst.size()).isEqualTo(2);
  }

  @Test
  void aFullRingAndAnEmptyPoolLoseAndCount() {
    final ReceiveRing ring = ring(false, ReceivedChecksum.UNSEEN, false, 2, RxBurst.CAPACITY);
    assertThat(ring.add(segment(0, 10, 0).frame())).isTrue();
    assertThat(ring.add(segment(10, 10, 0).frame())).isTrue();
    assertThat(ring.add(segment(20, 10, 0).frame())).isFalse();
    assertThat(card.counters().get(Kind.RX_KERNEL_DROPS)).isEqualTo(1);
    ring.clear();
    final List<Long> hoard = new ArrayList<>();
    while (card.memory.frames().free() > 0) {
      hoard.add(card.memory.frames().lease());
    }

    assertThat(ring.add(segment(0, 10, 0).frame())).isFalse();

    assertThat(card.counters().get(Kind.RX_NO_FRAME)).isEqualTo(1);
    hoard.forEach(card.memory.frames()::release);
  }

  @Test
  void aPollGivesNoMoreThanItsBurst() {
    final ReceiveRing ring = ring(false, ReceivedChecksum.UNSEEN, false, 64, 2);
    for (int i = 0; i < 3; i++) {
      ring.add(segment(10 * i, 10, 0).frame());
    }

    ring.poll(burst);

    assertThat(burst.size()).isEqualTo(2);
    assertThat(card.hits).containsExactly(Fault.PARTIAL_BURST);
    ring.clear();
  }

  @Test
  void aFrameThatMeetsAShortSlotSaysSo() {
    final ReceiveRing ring = new ReceiveRing(
        new ReceiveTraits(false, ReceivedChecksum.VERIFIED, 0, false, 64, RxBurst.CAPACITY, 1), card);
    final WireFrame frame = segment(0, 500, 0).frame();

    assertThat(ring.add(frame)).as("counts as lost").isFalse();
    ring.poll(burst);

    assertThat(Offload.has(burst.offload(0), Offload.TRUNCATED)).isTrue();
    assertThat(burst.bytes(0)).isLessThan(frame.length());
    assertThat(octets(0)).isEqualTo(Arrays.copyOf(frame.bytes(), burst.bytes(0)));
    assertThat(card.counters().get(Kind.RX_TRUNCATED)).isEqualTo(1);
  }

  private boolean merged(final Segments first, final Segments second) {
    final ReceiveRing ring = ring(true, ReceivedChecksum.VERIFIED, true, 64, RxBurst.CAPACITY);
    card.hits.clear();
    ring.add(first.frame());
    ring.add(second.frame());
    return card.hits.contains(Fault.MERGED);
  }

  private ReceiveRing ring(
      final boolean merges,
      final ReceivedChecksum checksum,
      final boolean inOrder,
      final int slots,
      final int burstFrames) {
    return new ReceiveRing(new ReceiveTraits(merges, checksum, 0, inOrder, slots, burstFrames, 0), card);
  }

  private static Segments segment(final int seq, final int payloadBytes, final int flags) {
    return Segments.fromClient(TcpPacket.ACK | flags).seq(seq).payload(new byte[payloadBytes]);
  }

  private static List<WireFrame> pieces(final byte[] run) {
    return TransmitOffload.finish(run.clone(), TransmitOffloadTest.cut(1_400)).stream()
        .map(WireFrame::new)
        .toList();
  }

  private byte[] octets(final int index) {
    final byte[] octets = new byte[burst.bytes(index)];
    Memory.get(burst.address(index), octets, 0, octets.length);
    return octets;
  }
}
