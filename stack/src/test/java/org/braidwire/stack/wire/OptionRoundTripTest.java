package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever is written is read back, for seeded random contents of every option. */
class OptionRoundTripTest {
  private static final int ROUNDS = 2_000;

  private final SplittableRandom random = new SplittableRandom(42);
  private final SegmentBuffer buffer = new SegmentBuffer();
  private final OptionWriter writer = buffer.writer();

  @AfterEach
  void close() {
    buffer.close();
  }

  @Test
  void tcpOptions() {
    final TcpOptions options = buffer.segment().options();
    for (int i = 0; i < ROUNDS; i++) {
      final int mss = 1 + random.nextInt(65_535);
      final int shift = random.nextInt(15);
      final int tsVal = random.nextInt();
      final int tsEcr = random.nextInt();
      final boolean sackPermitted = random.nextBoolean();
      begin();
      writer.mss(mss);
      if (sackPermitted) {
        writer.sackPermitted();
      }
      writer.timestamps(tsVal, tsEcr);
      writer.windowScale(shift);
      decode();
      assertThat(options.hasMss() && options.hasTimestamps() && options.hasWindowScale())
          .isTrue();
      assertThat(options.mss()).isEqualTo(mss);
      assertThat(options.windowScale()).isEqualTo(shift);
      assertThat(options.tsVal()).isEqualTo(tsVal);
      assertThat(options.tsEcr()).isEqualTo(tsEcr);
      assertThat(options.sackPermitted()).isEqualTo(sackPermitted);
      assertThat(options.sackCount()).isZero();
    }
  }

  @Test
  void sackBlocks() {
    final TcpOptions options = buffer.segment().options();
    for (int i = 0; i < ROUNDS; i++) {
      final int count = 1 + random.nextInt(4);
      final int[] left = random.ints(count).toArray();
      final int[] right = random.ints(count).toArray();
      begin();
      writer.sack(left, right, count);
      decode();
      assertThat(options.hasTimestamps()).isFalse();
      assertThat(options.sackCount()).isEqualTo(count);
      for (int block = 0; block < count; block++) {
        assertThat(options.sackLeft(block)).isEqualTo(left[block]);
        assertThat(options.sackRight(block)).isEqualTo(right[block]);
      }
    }
  }

  @Test
  void mpCapable() {
    final MpCapable capable = buffer.segment().mptcp().mpCapable();
    for (int i = 0; i < ROUNDS; i++) {
      final int form = random.nextInt(5);
      final boolean required = random.nextBoolean();
      final long sender = random.nextLong();
      final long receiver = random.nextLong();
      final int length = random.nextInt(65_536);
      final int checksum = random.nextInt(65_536);
      begin();
      switch (form) {
        case 0 -> writer.mpCapableSyn(required);
        case 1 -> writer.mpCapableSynAck(required, sender);
        case 2 -> writer.mpCapableAck(required, sender, receiver);
        default -> writer.mpCapableData(required, sender, receiver, length, form == 4, checksum);
      }
      decode();
      assertThat(capable.present() && capable.hmacSha256() && !capable.extensibility())
          .isTrue();
      assertThat(capable.version()).isEqualTo(1);
      assertThat(capable.cryptoBits()).isEqualTo(1);
      assertThat(capable.checksumRequired()).isEqualTo(required);
      assertThat(capable.hasSenderKey()).isEqualTo(form >= 1);
      assertThat(capable.hasReceiverKey()).isEqualTo(form >= 2);
      assertThat(capable.hasDataLevelLength()).isEqualTo(form >= 3);
      assertThat(capable.hasChecksum()).isEqualTo(form == 4);
      assertThat(capable.senderKey()).isEqualTo(form >= 1 ? sender : 0);
      assertThat(capable.receiverKey()).isEqualTo(form >= 2 ? receiver : 0);
      assertThat(capable.dataLevelLength()).isEqualTo(form >= 3 ? length : 0);
      assertThat(capable.checksum()).isEqualTo(form == 4 ? checksum : 0);
    }
  }

  @Test
  void mpJoin() {
    final MpJoin join = buffer.segment().mptcp().mpJoin();
    final byte[] hmac = new byte[32];
    for (int i = 0; i < ROUNDS; i++) {
      final int form = random.nextInt(3);
      final boolean backup = random.nextBoolean();
      final int id = random.nextInt(256);
      final int token = random.nextInt();
      final int nonce = random.nextInt();
      final long left = random.nextLong();
      random.nextBytes(hmac);
      begin();
      switch (form) {
        case 0 -> writer.mpJoinSyn(backup, id, token, nonce);
        case 1 -> writer.mpJoinSynAck(backup, id, left, nonce);
        default -> writer.mpJoinAck(hmac);
      }
      decode();
      assertThat(join.isSyn()).isEqualTo(form == 0);
      assertThat(join.isSynAck()).isEqualTo(form == 1);
      assertThat(join.isAck()).isEqualTo(form == 2);
      assertThat(join.backup()).isEqualTo(form < 2 && backup);
      assertThat(join.addressId()).isEqualTo(form < 2 ? id : 0);
      assertThat(join.receiverToken()).isEqualTo(form == 0 ? token : 0);
      assertThat(join.nonce()).isEqualTo(form < 2 ? nonce : 0);
      if (form == 1) {
        assertThat(MptcpCrypto.equal(join.hmacLeft64(), left)).isTrue();
      } else if (form == 2) {
        assertThat(MptcpCrypto.equal(join, hmac)).isTrue();
        hmac[random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
        assertThat(MptcpCrypto.equal(join, hmac)).isFalse();
      }
    }
  }

  @Test
  void dssInEveryForm() {
    final Dss dss = buffer.segment().mptcp().dss();
    for (int i = 0; i < ROUNDS; i++) {
      final int ackFlags =
          new int[] {0, Dss.HAS_DATA_ACK, Dss.HAS_DATA_ACK | Dss.DATA_ACK_IS_64}[random.nextInt(3)];
      final int mapFlags = new int[] {0, Dss.HAS_MAPPING, Dss.HAS_MAPPING | Dss.DSN_IS_64}[random.nextInt(3)];
      final boolean mapping = mapFlags != 0;
      final boolean fin = mapping && random.nextBoolean();
      final boolean hasChecksum = mapping && random.nextBoolean();
      final long dataAck = random.nextLong();
      final long dsn = random.nextLong();
      final int ssn = random.nextInt();
      final int length = random.nextInt(65_536);
      final int checksum = random.nextInt(65_536);
      if ((ackFlags | mapFlags) == 0) {
        continue;
      }
      begin();
      writer.dss(
          ackFlags | mapFlags | (fin ? Dss.DATA_FIN : 0), dataAck, dsn, ssn, length, hasChecksum, checksum);
      decode();
      final boolean ack64 = (ackFlags & Dss.DATA_ACK_IS_64) != 0;
      final boolean dsn64 = (mapFlags & Dss.DSN_IS_64) != 0;
      assertThat(dss.present()).isTrue();
      assertThat(dss.dataFin()).isEqualTo(fin);
      assertThat(dss.hasDataAck()).isEqualTo(ackFlags != 0);
      assertThat(dss.dataAckIs64()).isEqualTo(ack64);
      assertThat(dss.dataAck()).isEqualTo(ackFlags == 0 ? 0 : ack64 ? dataAck : dataAck & 0xffff_ffffL);
      assertThat(dss.hasMapping()).isEqualTo(mapping);
      assertThat(dss.dsnIs64()).isEqualTo(dsn64);
      assertThat(dss.dsn()).isEqualTo(!mapping ? 0 : dsn64 ? dsn : dsn & 0xffff_ffffL);
      assertThat(dss.ssn()).isEqualTo(mapping ? ssn : 0);
      assertThat(dss.dataLevelLength()).isEqualTo(mapping ? length : 0);
      assertThat(dss.hasChecksum()).isEqualTo(hasChecksum);
      assertThat(dss.checksum()).isEqualTo(hasChecksum ? checksum : 0);
    }
  }

  @Test
  void addAddrAndItsEcho() {
    final AddAddr address = buffer.segment().mptcp().addAddr();
    for (int i = 0; i < ROUNDS; i++) {
      final boolean v4 = random.nextBoolean();
      final long high = v4 ? 0 : 0x2001_0db8_0000_0000L | random.nextInt(65_536);
      final long low = v4 ? AddAddr.V4_MAPPED | random.nextInt() & 0xffff_ffffL : random.nextLong();
      final int id = random.nextInt(256);
      final int port = random.nextBoolean() ? 0 : 1 + random.nextInt(65_535);
      final long hmac = random.nextLong();
      final boolean echo = random.nextBoolean();
      begin();
      if (echo) {
        writer.addAddrEcho(id, high, low, port);
      } else {
        writer.addAddr(id, high, low, port, hmac);
      }
      decode();
      assertThat(address.present()).isTrue();
      assertThat(address.echo()).isEqualTo(echo);
      assertThat(address.addressId()).isEqualTo(id);
      assertThat(address.family()).isEqualTo(v4 ? 4 : 6);
      assertThat(address.high()).isEqualTo(high);
      assertThat(address.low()).isEqualTo(low);
      assertThat(address.hasPort()).isEqualTo(port != 0);
      assertThat(address.port()).isEqualTo(port);
      assertThat(address.hmac()).isEqualTo(echo ? 0 : hmac);
    }
  }

  @Test
  void removeAddr() {
    final RemoveAddr remove = buffer.segment().mptcp().removeAddr();
    for (int count = 1; count <= RemoveAddr.MAX_IDS; count++) {
      final int[] ids = random.ints(count, 0, 256).toArray();
      begin();
      writer.removeAddr(ids, count);
      decode();
      assertThat(remove.count()).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(remove.id(i)).isEqualTo(ids[i]);
      }
    }
  }

  @Test
  void signals() {
    final MptcpOptions mptcp = buffer.segment().mptcp();
    for (int i = 0; i < ROUNDS; i++) {
      final boolean backup = random.nextBoolean();
      final long dsn = random.nextLong();
      final long key = random.nextLong();
      final int flags = random.nextInt(16);
      final int reason = random.nextInt(256);
      begin();
      writer.mpPrio(backup);
      writer.mpFail(dsn);
      writer.mpFastclose(key);
      writer.mpTcpRst(flags, reason);
      decode();
      assertThat(mptcp.subtypes()).isEqualTo(0b1_1110_0000);
      assertThat(mptcp.mpPrio().backup()).isEqualTo(backup);
      assertThat(mptcp.mpFail().dsn()).isEqualTo(dsn);
      assertThat(mptcp.mpFastclose().receiverKey()).isEqualTo(key);
      assertThat(mptcp.mpTcpRst().flags()).isEqualTo(flags);
      assertThat(mptcp.mpTcpRst().isTransient()).isEqualTo((flags & MpTcpRst.TRANSIENT) != 0);
      assertThat(mptcp.mpTcpRst().reason()).isEqualTo(reason);
    }
  }

  private void begin() {
    writer.begin(buffer.writeAddress());
  }

  private void decode() {
    writer.pad();
    assertThat(buffer.decodeOptions(HexFormat.of().parseHex(buffer.written())))
        .isEqualTo(WireFault.NONE);
    assertThat(buffer.segment().mptcp().malformed()).isZero();
    assertThat(buffer.segment().options().malformed()).isZero();
  }
}
