package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownAnswersTest {
  private final SegmentBuffer buffer = new SegmentBuffer();
  private final MptcpCrypto crypto = new MptcpCrypto();

  @AfterEach
  void close() {
    buffer.close();
  }

  @Test
  void tokenAndIdsnComeFromTheKey() {
    for (final String[] row : KnownAnswers.rows("KEY")) {
      final long key = KnownAnswers.number(row[0]);
      assertThat(crypto.token(key)).as(row[0]).isEqualTo(KnownAnswers.number32(row[1]));
      assertThat(crypto.idsn(key)).as(row[0]).isEqualTo(KnownAnswers.number(row[2]));
    }
  }

  @Test
  void tokenAndIdsnAreThoseOfTheKeyWhateverWasAskedBetween() {
    for (final String[] row : KnownAnswers.rows("KEY")) {
      final long key = KnownAnswers.number(row[0]);
      crypto.idsn(~key);
      assertThat(crypto.token(key)).as(row[0]).isEqualTo(KnownAnswers.number32(row[1]));
      crypto.joinSynAckHmac(key, ~key, 1, 2);
      assertThat(crypto.idsn(key)).as(row[0]).isEqualTo(KnownAnswers.number(row[2]));
    }
  }

  @Test
  void joinHmacsAreThoseOfTheKernel() {
    final byte[] out = new byte[MptcpCrypto.HMAC_BYTES];
    for (final String[] row : KnownAnswers.rows("JOIN_HMAC")) {
      final long own = KnownAnswers.number(row[0]);
      final long peer = KnownAnswers.number(row[1]);
      final int ownNonce = KnownAnswers.number32(row[2]);
      final int peerNonce = KnownAnswers.number32(row[3]);
      crypto.hmac(own, peer, ownNonce, peerNonce, out);
      assertThat(HexFormat.of().formatHex(out)).isEqualTo(row[4]);
      assertThat(crypto.joinSynAckHmac(own, peer, ownNonce, peerNonce))
          .isEqualTo(KnownAnswers.number(row[4].substring(0, 16)));
      Arrays.fill(out, (byte) 0);
      crypto.joinAckHmac(own, peer, ownNonce, peerNonce, out);
      assertThat(HexFormat.of().formatHex(out)).startsWith(row[4].substring(0, 40));
    }
  }

  @Test
  void addressHmacsAreThoseOfTheKernel() {
    for (final String[] row : KnownAnswers.rows("ADDRESS_HMAC")) {
      final boolean v6 = row[3].length() == 32;
      final long high = v6 ? KnownAnswers.number(row[3].substring(0, 16)) : 0;
      final long low =
          v6 ? KnownAnswers.number(row[3].substring(16)) : 0xffff_0000_0000L | KnownAnswers.number(row[3]);
      final long hmac = crypto.addAddrHmac(
          KnownAnswers.number(row[0]),
          KnownAnswers.number(row[1]),
          KnownAnswers.number32(row[2]),
          high,
          low,
          v6 ? 6 : 4,
          KnownAnswers.number32(row[4]));
      assertThat(hmac).isEqualTo(KnownAnswers.number(row[5]));
    }
  }

  @Test
  void dssChecksumsAreThoseOfTheKernel() {
    for (final String[] row : KnownAnswers.rows("CHECKSUM")) {
      final long dsn = KnownAnswers.number(row[0]);
      final int ssn = KnownAnswers.number32(row[1]);
      final int length = KnownAnswers.number32(row[2]);
      final byte[] payload = KnownAnswers.octets(row[3]);
      final int checksum = KnownAnswers.number32(row[4]);
      try (Region region = Region.allocate(Math.max(1, payload.length), 8)) {
        Memory.put(region.address(), payload, 0, payload.length);
        final int sum = Checksum.partial(region.address(), payload.length);
        assertThat(DssChecksum.of(sum, dsn, ssn, length)).isEqualTo(checksum);
        assertThat(DssChecksum.verify(sum, dsn, ssn, length, checksum)).isTrue();
        assertThat(DssChecksum.verify(sum, dsn, ssn + 1, length, checksum))
            .isFalse();
      }
    }
  }

  @Test
  void everyOptionOfTheKernelIsDecodedAndWrittenAgainToTheSameOctets() {
    for (final String[] row : KnownAnswers.rows("OPTION")) {
      final byte[] option = KnownAnswers.octets(row[0]);
      assertThat(buffer.decodeOptions(option)).as(row[0]).isEqualTo(WireFault.NONE);
      final MptcpOptions decoded = buffer.segment().mptcp();
      assertThat(decoded.any()).as(row[0]).isTrue();
      assertThat(decoded.malformed()).as(row[0]).isZero();
      buffer.writer().begin(buffer.writeAddress());
      Rewrite.mptcp(decoded, buffer.writer());
      assertThat(buffer.written()).as(row[0]).isEqualTo(row[0] + SegmentBuffer.nops(option.length));
    }
  }

  @Test
  void anMpCapableToRefuseIsDecodedForTheConnectionToJudge() {
    for (final String[] row : KnownAnswers.rows("REFUSED")) {
      assertThat(buffer.decodeOptions(KnownAnswers.octets(row[0]))).isEqualTo(WireFault.NONE);
      final MpCapable capable = buffer.segment().mptcp().mpCapable();
      assertThat(capable.present()).isTrue();
      assertThat(capable.version() != 1
              || capable.extensibility()
              || capable.cryptoBits() != MpCapable.HMAC_SHA256)
          .as(row[0])
          .isTrue();
    }
  }

  @Test
  void anExperimentalOptionIsSeenAndLeftAlone() {
    for (final String[] row : KnownAnswers.rows("EXPERIMENTAL")) {
      assertThat(buffer.decodeOptions(KnownAnswers.octets(row[0]))).isEqualTo(WireFault.NONE);
      assertThat(buffer.segment().mptcp().any()).isFalse();
      assertThat(buffer.segment().mptcp().has(MptcpSubtype.EXPERIMENTAL)).isTrue();
    }
  }
}
