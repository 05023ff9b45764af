package org.braidwire.stack.wire;

import java.nio.ByteBuffer;

/** Writes decoded options again; of each kind what was read, in the order of the subtypes. */
final class Rewrite {
  private Rewrite() {}

  static void mptcp(final MptcpOptions options, final OptionWriter writer) {
    capable(options.mpCapable(), writer);
    join(options.mpJoin(), writer);
    dss(options.dss(), writer);
    address(options.addAddr(), writer);
    if (options.removeAddr().present()) {
      final int[] ids = new int[options.removeAddr().count()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = options.removeAddr().id(i);
      }
      writer.removeAddr(ids, ids.length);
    }
    if (options.mpPrio().present()) {
      writer.mpPrio(options.mpPrio().backup());
    }
    if (options.mpFail().present()) {
      writer.mpFail(options.mpFail().dsn());
    }
    if (options.mpFastclose().present()) {
      writer.mpFastclose(options.mpFastclose().receiverKey());
    }
    if (options.mpTcpRst().present()) {
      writer.mpTcpRst(options.mpTcpRst().flags(), options.mpTcpRst().reason());
    }
  }

  private static void capable(final MpCapable capable, final OptionWriter writer) {
    if (!capable.present()) {
      return;
    }
    final boolean checksum = capable.checksumRequired();
    if (capable.hasDataLevelLength()) {
      writer.mpCapableData(
          checksum,
          capable.senderKey(),
          capable.receiverKey(),
          capable.dataLevelLength(),
          capable.hasChecksum(),
          capable.checksum());
    } else if (capable.hasReceiverKey()) {
      writer.mpCapableAck(checksum, capable.senderKey(), capable.receiverKey());
    } else if (capable.hasSenderKey()) {
      writer.mpCapableSynAck(checksum, capable.noJoinToThisAddress(), capable.senderKey());
    } else {
      writer.mpCapableSyn(checksum);
    }
  }

  private static void join(final MpJoin join, final OptionWriter writer) {
    if (!join.present()) {
      return;
    }
    if (join.isSyn()) {
      writer.mpJoinSyn(join.backup(), join.addressId(), join.receiverToken(), join.nonce());
    } else if (join.isSynAck()) {
      writer.mpJoinSynAck(join.backup(), join.addressId(), join.hmacLeft64(), join.nonce());
    } else {
      final byte[] hmac = new byte[MpJoin.ACK_HMAC_BYTES];
      ByteBuffer.wrap(hmac)
          .putLong(join.hmacLeft64())
          .putLong(join.hmacMiddle64())
          .putInt(join.hmacRight32());
      if (!MptcpCrypto.equal(join, hmac)) {
        throw new AssertionError("an HMAC differs from itself");
      }
      writer.mpJoinAck(hmac);
    }
  }

  private static void dss(final Dss dss, final OptionWriter writer) {
    if (!dss.present()) {
      return;
    }
    final int flags = (dss.hasDataAck() ? Dss.HAS_DATA_ACK : 0)
        | (dss.dataAckIs64() ? Dss.DATA_ACK_IS_64 : 0)
        | (dss.hasMapping() ? Dss.HAS_MAPPING : 0)
        | (dss.dsnIs64() ? Dss.DSN_IS_64 : 0)
        | (dss.dataFin() ? Dss.DATA_FIN : 0);
    writer.dss(
        flags, dss.dataAck(), dss.dsn(), dss.ssn(), dss.dataLevelLength(), dss.hasChecksum(), dss.checksum());
  }

  private static void address(final AddAddr address, final OptionWriter writer) {
    if (!address.present()) {
      return;
    }
    if (address.echo()) {
      writer.addAddrEcho(address.addressId(), address.high(), address.low(), address.port());
    } else {
      writer.addAddr(address.addressId(), address.high(), address.low(), address.port(), address.hmac());
    }
  }
}
