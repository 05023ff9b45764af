package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboundSegmentTest {
  private static final int SEQ = -2;
  private static final int PAYLOAD_BYTES = 10;

  private final Region region = Region.allocate(TcpHeader.MIN_BYTES + PAYLOAD_BYTES, 8);
  private final InboundSegment segment = new InboundSegment();

  @AfterEach
  void close() {
    region.close();
  }

  @Test
  void theFixedHeaderIsReadFieldByField() {
    final long header = region.address();
    TcpHeader.checksum(header, 0xabcd);
    TcpHeader.urgent(header, 0x1234);
    decode(TcpFlags.ACK | TcpFlags.PSH);
    assertThat(segment.srcPort()).isEqualTo(65_535);
    assertThat(segment.dstPort()).isEqualTo(443);
    assertThat(segment.segSeq()).isEqualTo(SEQ);
    assertThat(segment.segAck()).isEqualTo(0x8000_0001);
    assertThat(segment.segWnd()).isEqualTo(0xfedc);
    assertThat(segment.flags()).isEqualTo(TcpFlags.ACK | TcpFlags.PSH);
    assertThat(segment.has(TcpFlags.ACK)).isTrue();
    assertThat(segment.has(TcpFlags.ACK | TcpFlags.SYN)).isFalse();
    assertThat(segment.payloadAddress()).isEqualTo(header + 20);
    assertThat(segment.payloadBytes()).isEqualTo(PAYLOAD_BYTES);
    assertThat(TcpHeader.checksum(header)).isEqualTo(0xabcd);
    assertThat(TcpHeader.urgent(header)).isEqualTo(0x1234);
    assertThat(TcpHeader.dataOffsetBytes(header)).isEqualTo(20);
  }

  @Test
  void addressesAndArrivalAreKeptAcrossDecode() {
    segment.setAddresses(1, 2, 3, 4);
    segment.setArrival(5, 6);
    decode(TcpFlags.ACK);
    assertThat(new long[] {segment.srcHigh(), segment.srcLow(), segment.dstHigh(), segment.dstLow()})
        .containsExactly(1, 2, 3, 4);
    assertThat(segment.portIndex()).isEqualTo(5);
    assertThat(segment.srcMac()).isEqualTo(6);
  }

  @Test
  void synAndFinCountInTheLength() {
    decode(TcpFlags.ACK);
    assertThat(segment.segLen()).isEqualTo(10);
    decode(TcpFlags.SYN);
    assertThat(segment.segLen()).isEqualTo(11);
    decode(TcpFlags.SYN | TcpFlags.FIN);
    assertThat(segment.segLen()).isEqualTo(12);
    decode(TcpFlags.FIN | TcpFlags.RST);
    assertThat(segment.segLen()).isEqualTo(11);
  }

  @Test
  void trimmingTheFrontTakesSynThenPayloadThenFin() {
    for (int bytes = 0; bytes <= 12; bytes++) {
      decode(TcpFlags.SYN | TcpFlags.FIN | TcpFlags.ACK);
      final long payload = segment.payloadAddress();
      segment.trimFront(bytes);
      final int octets = Math.clamp(bytes - 1, 0, PAYLOAD_BYTES);
      assertThat(segment.segSeq()).isEqualTo(SEQ + bytes);
      assertThat(segment.segLen()).isEqualTo(12 - bytes);
      assertThat(segment.has(TcpFlags.SYN)).isEqualTo(bytes == 0);
      assertThat(segment.has(TcpFlags.FIN)).isEqualTo(bytes < 12);
      assertThat(segment.payloadBytes()).isEqualTo(PAYLOAD_BYTES - octets);
      assertThat(segment.payloadAddress()).isEqualTo(payload + octets);
      assertThat(segment.has(TcpFlags.ACK)).isTrue();
    }
  }

  @Test
  void trimmingTheBackTakesFinThenPayloadThenSyn() {
    for (int bytes = 0; bytes <= 12; bytes++) {
      decode(TcpFlags.SYN | TcpFlags.FIN);
      final long payload = segment.payloadAddress();
      segment.trimBack(bytes);
      assertThat(segment.segSeq()).isEqualTo(SEQ);
      assertThat(segment.segLen()).isEqualTo(12 - bytes);
      assertThat(segment.has(TcpFlags.FIN)).isEqualTo(bytes == 0);
      assertThat(segment.has(TcpFlags.SYN)).isEqualTo(bytes < 12);
      assertThat(segment.payloadBytes()).isEqualTo(PAYLOAD_BYTES - Math.clamp(bytes - 1, 0, PAYLOAD_BYTES));
      assertThat(segment.payloadAddress()).isEqualTo(payload);
    }
  }

  @Test
  void trimmingMoreThanThereIsIsABug() {
    decode(TcpFlags.ACK);
    assertThatThrownBy(() -> segment.trimFront(11)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> segment.trimBack(11)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> segment.trimBack(-1)).isInstanceOf(AssertionError.class);
  }

  @Test
  void thePayloadsSumIsWhatTheHeaderLeavesOfTheWhole() {
    for (int i = 0; i < PAYLOAD_BYTES; i++) {
      Memory.putByte(region.address() + TcpHeader.MIN_BYTES + i, 201 * i);
    }
    decode(TcpFlags.ACK);
    final int sum = Checksum.partial(region.address(), TcpHeader.MIN_BYTES + PAYLOAD_BYTES);
    assertThat(segment.payloadSum()).isEqualTo(Checksum.UNKNOWN);
    segment.setTcpSum(sum);
    assertThat(segment.payloadSum()).isEqualTo(Checksum.partial(segment.payloadAddress(), PAYLOAD_BYTES));
    decode(TcpFlags.ACK);
    assertThat(segment.payloadSum()).isEqualTo(Checksum.UNKNOWN);
  }

  @Test
  void aTrimmedPayloadIsNotWhatWasSummed() {
    for (int bytes = 0; bytes <= 12; bytes++) {
      decode(TcpFlags.SYN | TcpFlags.FIN);
      segment.setTcpSum(0x1234);
      segment.trimFront(bytes);
      assertThat(segment.payloadSum() != Checksum.UNKNOWN).isEqualTo(bytes < 2);

      decode(TcpFlags.SYN | TcpFlags.FIN);
      segment.setTcpSum(0x1234);
      segment.trimBack(bytes);
      assertThat(segment.payloadSum() != Checksum.UNKNOWN).isEqualTo(bytes < 2);
    }
  }

  @Test
  void flagsAreDescribedByName() {
    assertThat(TcpFlags.describe(TcpFlags.SYN | TcpFlags.ACK)).isEqualTo("SYN,ACK");
    assertThat(TcpFlags.describe(0xff)).isEqualTo("FIN,SYN,RST,PSH,ACK,URG,ECE,CWR");
    assertThat(TcpFlags.describe(0)).isEqualTo("none");
  }

  private void decode(final int flags) {
    final long header = region.address();
    TcpHeader.srcPort(header, 65_535);
    TcpHeader.dstPort(header, 443);
    TcpHeader.seq(header, SEQ);
    TcpHeader.ack(header, 0x8000_0001);
    TcpHeader.dataOffsetBytes(header, 20);
    TcpHeader.flags(header, flags);
    TcpHeader.window(header, 0xfedc);
    assertThat(segment.decode(header, TcpHeader.MIN_BYTES + PAYLOAD_BYTES)).isEqualTo(WireFault.NONE);
  }
}
