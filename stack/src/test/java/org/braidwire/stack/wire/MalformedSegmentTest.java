package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer can get wrong in a header: faults drop the segment, malformed options only themselves. */
class MalformedSegmentTest {
  private final SegmentBuffer buffer = new SegmentBuffer();

  @AfterEach
  void close() {
    buffer.close();
  }

  @Test
  void fewerOctetsThanAHeaderAreAFault() {
    for (int bytes = 0; bytes < TcpHeader.MIN_BYTES; bytes++) {
      assertThat(buffer.decode(header(20, 20), bytes)).isEqualTo(WireFault.SHORT_HEADER);
    }
  }

  @Test
  void aDataOffsetBelowTheHeaderOrPastTheSegmentIsAFault() {
    for (int offset = 0; offset <= TcpHeader.MAX_BYTES; offset += 4) {
      for (int bytes = TcpHeader.MIN_BYTES; bytes < 64; bytes++) {
        final boolean sound = offset >= TcpHeader.MIN_BYTES && offset <= bytes;
        assertThat(buffer.decode(header(offset, bytes), bytes))
            .isEqualTo(sound ? WireFault.NONE : WireFault.DATA_OFFSET);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200ffff", // length 0
        "0201ffff", // length 1
        "02050204", // one octet past the header
        "1eff2001", // far past the header
        "01010102", // no length octet
        "0101011e",
        "0101080b0000000000000000", // past the header behind a good beginning
        "fe00ffff", // an unknown kind is skipped by its length, which must lead on
        "fe01ffff"
      })
  void anOptionLengthThatLeadsNowhereIsAFault(final String options) {
    assertThat(buffer.decodeOptions(options)).isEqualTo(WireFault.OPTION_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02030500",
        "020505b400000000",
        "03020000",
        "03040700",
        "04030000",
        "05020000",
        "0506000000010000",
        "050b000000010000000200000000",
        "0812" + "00000000000000000000000000000000",
        "0526" + "000000000000000000000000000000000000000000000000000000000000000000000000", // four and a half
        // blocks
        "0809000000000000000000"
      })
  void aKnownTcpOptionOfAWrongLengthIsIgnoredAndCounted(final String options) {
    assertThat(buffer.decodeOptions(options)).isEqualTo(WireFault.NONE);
    final TcpOptions decoded = buffer.segment().options();
    assertThat(decoded.malformed()).isEqualTo(1);
    assertThat(decoded.hasMss() || decoded.hasWindowScale() || decoded.sackPermitted())
        .isFalse();
    assertThat(decoded.hasTimestamps()).isFalse();
    assertThat(decoded.sackCount()).isZero();
  }

  @Test
  void everyMptcpSubtypeTakesItsLengthsAndNoOther() {
    for (int subtype = 0; subtype <= 15; subtype++) {
      for (int bytes = 3; bytes <= 40; bytes++) {
        for (int nibble = 0; nibble < 2; nibble++) {
          final byte[] option = new byte[bytes];
          option[0] = 30;
          option[1] = (byte) bytes;
          option[2] = (byte) (subtype << 4 | nibble);
          assertThat(buffer.decodeOptions(option)).isEqualTo(WireFault.NONE);
          final MptcpOptions decoded = buffer.segment().mptcp();
          final boolean defined = subtype <= 8;
          final boolean fits = allowed(subtype, bytes, nibble);
          assertThat(decoded.has(subtype))
              .as("subtype %d of %d octets", subtype, bytes)
              .isEqualTo(fits);
          assertThat(decoded.any()).isEqualTo(fits && defined);
          assertThat(decoded.malformed()).isEqualTo(defined && !fits ? 1 : 0);
          assertThat(decoded.unknown()).isEqualTo(defined || fits ? 0 : 1);
          assertThat(presentMask(decoded)).isEqualTo(fits && defined ? 1 << subtype : 0);
        }
      }
    }
  }

  @Test
  void theLengthOfADssFollowsItsFlags() {
    for (int flags = 0; flags < 256; flags++) {
      for (int bytes = 4; bytes <= 40; bytes++) {
        final byte[] option = new byte[bytes];
        option[0] = 30;
        option[1] = (byte) bytes;
        option[2] = 0x20;
        option[3] = (byte) flags;
        final boolean ack = (flags & 1) != 0;
        final boolean mapping = (flags & 4) != 0;
        final int plain = 4 + (ack ? (flags & 2) != 0 ? 8 : 4 : 0) + (mapping ? (flags & 8) != 0 ? 14 : 10 : 0);
        buffer.decodeOptions(option);
        assertThat(buffer.segment().mptcp().dss().present())
            .as("flags %x, %d octets", flags, bytes)
            .isEqualTo(bytes == plain || mapping && bytes == plain + 2);
      }
    }
  }

  @Test
  void anMptcpOptionWithoutSubtypeIsIgnored() {
    assertThat(buffer.decodeOptions("1e020101")).isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().mptcp().any()).isFalse();
    assertThat(buffer.segment().mptcp().malformed()).isEqualTo(1);
  }

  @Test
  void ofTwoOptionsOfOneKindTheFirstWins() {
    assertThat(buffer.decodeOptions("020405b4" + "02040218" + "1e0351011e035001"))
        .isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().options().mss()).isEqualTo(1460);
    assertThat(buffer.segment().mptcp().mpPrio().backup()).isTrue();
    assertThat(buffer.segment().mptcp().duplicates()).isEqualTo(1);
  }

  @Test
  void aMalformedOptionDoesNotHideAGoodOneOfItsKind() {
    assertThat(buffer.decodeOptions("1e045101" + "1e035101")).isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().mptcp().mpPrio().backup()).isTrue();
    assertThat(buffer.segment().mptcp().malformed()).isEqualTo(1);
  }

  @Test
  void nothingBehindTheEndOfTheListIsRead() {
    assertThat(buffer.decodeOptions("00020000" + "1e035101")).isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().mptcp().any()).isFalse();
  }

  @Test
  void anUnknownKindIsSkipped() {
    assertThat(buffer.decodeOptions("fe06aabbccdd" + "1303ff" + "1e0351")).isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().mptcp().mpPrio().present()).isTrue();
  }

  @Test
  void aShiftAbove14CountsAs14() {
    assertThat(buffer.decodeOptions("0303ff00")).isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().options().windowScale()).isEqualTo(14);
  }

  @Test
  void nothingOfTheSegmentBeforeIsLeft() {
    buffer.decodeOptions(
        "020405b4" + "0402" + "080a1122334400000000" + "01" + "03030a" + "1e0c0181aaaaaaaaaaaaaaaa");
    buffer.decodeOptions("1e0351");
    final TcpOptions options = buffer.segment().options();
    assertThat(options.hasMss() || options.hasTimestamps() || options.hasWindowScale())
        .isFalse();
    assertThat(options.sackPermitted()).isFalse();
    assertThat(presentMask(buffer.segment().mptcp())).isEqualTo(1 << MptcpSubtype.MP_PRIO);
    buffer.decodeOptions("");
    assertThat(presentMask(buffer.segment().mptcp())).isZero();
  }

  private static boolean allowed(final int subtype, final int bytes, final int nibble) {
    return switch (subtype) {
      case 0 -> bytes == 4 || bytes == 12 || bytes == 20 || bytes == 22 || bytes == 24;
      case 1 -> bytes == 12 || bytes == 16 || bytes == 24;
      case 2 -> bytes == 4;
      case 3 ->
        nibble == 1
            ? bytes == 8 || bytes == 10 || bytes == 20 || bytes == 22
            : bytes == 16 || bytes == 18 || bytes == 28 || bytes == 30;
      case 4 -> bytes > 3;
      case 5 -> bytes == 3;
      case 6, 7 -> bytes == 12;
      case 8 -> bytes == 4;
      default -> subtype == 15;
    };
  }

  private static int presentMask(final MptcpOptions mptcp) {
    return (mptcp.mpCapable().present() ? 1 : 0)
        | (mptcp.mpJoin().present() ? 2 : 0)
        | (mptcp.dss().present() ? 4 : 0)
        | (mptcp.addAddr().present() ? 8 : 0)
        | (mptcp.removeAddr().present() ? 16 : 0)
        | (mptcp.mpPrio().present() ? 32 : 0)
        | (mptcp.mpFail().present() ? 64 : 0)
        | (mptcp.mpFastclose().present() ? 128 : 0)
        | (mptcp.mpTcpRst().present() ? 256 : 0);
  }

  private static byte[] header(final int offset, final int bytes) {
    final byte[] tcp = new byte[Math.max(bytes, TcpHeader.MIN_BYTES)];
    tcp[12] = (byte) (offset << 2);
    return tcp;
  }
}
