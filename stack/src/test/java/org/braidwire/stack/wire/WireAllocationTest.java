package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Region;
import org.braidwire.testing.Warmth;
import org.junit.jupiter.api.Test;

class WireAllocationTest {
  private static final int SEGMENTS = 1_000_000;
  private static final int PAYLOAD_BYTES = 100;

  private final InboundSegment segment = new InboundSegment();
  private final OptionWriter writer = new OptionWriter();
  private final MptcpCrypto crypto = new MptcpCrypto();
  private final byte[] hmac = new byte[MptcpCrypto.HMAC_BYTES];
  private final int[] sackLeft = {1, 2, 3, 4};
  private final int[] sackRight = {2, 3, 4, 5};
  private int read;

  @Test
  void writingAndDecodingASegmentAllocatesNothing() {
    try (Region region = Region.allocate(2048, 8)) {
      run(region.address(), SEGMENTS / 10);
      assertThat(Warmth.leastAllocatedBytes(() -> run(region.address(), SEGMENTS)))
          .isZero();
      assertThat(read).isNotZero();
    }
  }

  @Test
  void cryptographyAllocatesNothing() {
    hash(20_000);
    assertThat(Warmth.leastAllocatedBytes(() -> hash(100_000))).isZero();
  }

  private void run(final long header, final int segments) {
    for (int i = 0; i < segments; i++) {
      writer.begin(header + TcpHeader.MIN_BYTES);
      write(i);
      writer.pad();
      TcpHeader.seq(header, i);
      TcpHeader.dataOffsetBytes(header, TcpHeader.MIN_BYTES + writer.bytes());
      final WireFault fault = segment.decode(header, TcpHeader.MIN_BYTES + writer.bytes() + PAYLOAD_BYTES);
      if (fault != WireFault.NONE) {
        throw new AssertionError(fault);
      }
      final int sum = Checksum.partial(segment.payloadAddress(), segment.payloadBytes());
      read += DssChecksum.of(
          sum, segment.mptcp().dss().dsn(), segment.mptcp().dss().ssn(), PAYLOAD_BYTES);
    }
  }

  private void write(final int i) {
    switch (i & 7) {
      case 0 -> {
        writer.mss(1460);
        writer.sackPermitted();
        writer.timestamps(i, i);
        writer.windowScale(7);
        writer.mpCapableSynAck(true, i);
      }
      case 1 -> writer.mpJoinSynAck(false, 1, i, i);
      case 2 -> writer.mpJoinAck(hmac);
      case 3 -> {
        writer.timestamps(i, i);
        writer.dss(true, i, false, 0, 0, 0, false, 0, false);
        writer.sack(sackLeft, sackRight, writer.sackBlocksThatFit());
      }
      case 4 -> writer.addAddr(1, 0, 0xffff_c000_0201L, 5001, i);
      case 5 -> {
        writer.mpFail(i);
        writer.mpTcpRst(0, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      }
      default -> {
        writer.timestamps(i, i);
        writer.dss(true, i, true, i, i, PAYLOAD_BYTES, true, 7, false);
      }
    }
  }

  private void hash(final int rounds) {
    for (int i = 0; i < rounds; i++) {
      read += crypto.token(i) + (int) crypto.idsn(i);
      crypto.joinAckHmac(i, i, i, i, hmac);
      read += hmac[0] + (int) crypto.joinSynAckHmac(i, i, i, i);
      read += (int) crypto.addAddrHmac(i, i, 1, 0, 0xffff_c000_0201L, 4, 0);
    }
  }
}
