package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * Writes the options of one segment behind its fixed header; one instance serves for ever. Engine thread.
 *
 * <p>What can be asked for can be sent: assertions refuse an argument that no peer could read, and an option that
 * does not fit the 40 octets. Words stay aligned as Linux aligns them: timestamps, SACK blocks and window scale
 * bring their NOPs along, and every MPTCP option is followed by NOPs up to a multiple of 4.
 */
public final class OptionWriter {
  private static final int WORD_MASK = 3;
  private static final int TWO_NOPS = OptionKind.NOP << 8 | OptionKind.NOP;
  private static final int MPTCP_VERSION = 1;

  private long start;
  private int bytes;

  /** Starts anew at {@code address}, where 40 octets must be free. */
  public void begin(final long address) {
    start = address;
    bytes = 0;
  }

  /** Octets written since {@link #begin}; what the data offset counts once {@link #pad} was called. */
  public int bytes() {
    return bytes;
  }

  /** Octets left of the 40. */
  public int room() {
    return TcpHeader.MAX_OPTION_BYTES - bytes;
  }

  /** NOPs up to a multiple of 4. */
  public void pad() {
    while ((bytes & WORD_MASK) != 0) {
      put8(OptionKind.NOP);
    }
  }

  public void mss(final int mss) {
    assert mss > 0;
    option(OptionKind.MSS, OptionKind.MSS_BYTES);
    put16(mss);
  }

  /** A NOP and the option. */
  public void windowScale(final int shift) {
    assert shift >= 0 && shift <= OptionKind.MAX_WINDOW_SCALE : shift;
    put8(OptionKind.NOP);
    option(OptionKind.WINDOW_SCALE, OptionKind.WINDOW_SCALE_BYTES);
    put8(shift);
  }

  public void sackPermitted() {
    option(OptionKind.SACK_PERMITTED, OptionKind.SACK_PERMITTED_BYTES);
  }

  /** Behind SACK-permitted the option alone, elsewhere NOP NOP before it. */
  public void timestamps(final int tsVal, final int tsEcr) {
    if ((bytes & WORD_MASK) == 0) {
      put32(OptionKind.ALIGNED_TIMESTAMPS);
    } else {
      alignNumbers();
      option(OptionKind.TIMESTAMPS, OptionKind.TIMESTAMPS_BYTES);
    }
    put32(tsVal);
    put32(tsEcr);
  }

  /** NOP NOP and {@code count} blocks, the first being the newest (RFC 2018 4). */
  public void sack(final int[] left, final int[] right, final int count) {
    assert count > 0 && count <= OptionKind.MAX_SACK_BLOCKS : count;
    alignNumbers();
    option(OptionKind.SACK, 2 + count * OptionKind.SACK_BLOCK_BYTES);
    for (int i = 0; i < count; i++) {
      put32(left[i]);
      put32(right[i]);
    }
  }

  /** How many SACK blocks fit now, 0 to 4. */
  public int sackBlocksThatFit() {
    final int nops = 2 - bytes & WORD_MASK;
    return Math.clamp((room() - nops - 2) / OptionKind.SACK_BLOCK_BYTES, 0, OptionKind.MAX_SACK_BLOCKS);
  }

  public void mpCapableSyn(final boolean checksum) {
    mpCapable(MpCapable.SYN_BYTES, checksum, 0);
  }

  public void mpCapableSynAck(final boolean checksum, final long senderKey) {
    mpCapableSynAck(checksum, false, senderKey);
  }

  /** With flag C, which keeps the peer from joining this address and port (RFC 8684 3.1). */
  public void mpCapableSynAck(final boolean checksum, final boolean noJoinToThisAddress, final long senderKey) {
    mpCapable(MpCapable.SYN_ACK_BYTES, checksum, noJoinToThisAddress ? MpCapable.NO_JOIN_TO_THIS_ADDRESS : 0);
    put64(senderKey);
  }

  public void mpCapableAck(final boolean checksum, final long senderKey, final long receiverKey) {
    mpCapable(MpCapable.ACK_BYTES, checksum, 0);
    put64(senderKey);
    put64(receiverKey);
  }

  /** The form that carries the first data of a connection; the mapping begins at IDSN + 1 and SSN 1. */
  public void mpCapableData(
      final boolean checksumFlag,
      final long senderKey,
      final long receiverKey,
      final int dataLevelLength,
      final boolean hasChecksum,
      final int checksum) {
    mpCapable(hasChecksum ? MpCapable.DATA_CHECKSUM_BYTES : MpCapable.DATA_BYTES, checksumFlag, 0);
    put64(senderKey);
    put64(receiverKey);
    put16(dataLevelLength);
    if (hasChecksum) {
      put16(checksum);
    }
    pad();
  }

  public void mpJoinSyn(final boolean backup, final int addressId, final int receiverToken, final int nonce) {
    mptcp(MptcpSubtype.MP_JOIN, backup ? MpJoin.BACKUP : 0, MpJoin.SYN_BYTES);
    put8(addressId);
    put32(receiverToken);
    put32(nonce);
  }

  public void mpJoinSynAck(final boolean backup, final int addressId, final long hmacLeft64, final int nonce) {
    mptcp(MptcpSubtype.MP_JOIN, backup ? MpJoin.BACKUP : 0, MpJoin.SYN_ACK_BYTES);
    put8(addressId);
    put64(hmacLeft64);
    put32(nonce);
  }

  /** Carries the first 20 octets of {@code hmac}. */
  public void mpJoinAck(final byte[] hmac) {
    assert hmac.length >= MpJoin.ACK_HMAC_BYTES : hmac.length;
    mptcp(MptcpSubtype.MP_JOIN, 0, MpJoin.ACK_BYTES);
    put8(0);
    Memory.put(reserve(MpJoin.ACK_HMAC_BYTES), hmac, 0, MpJoin.ACK_HMAC_BYTES);
  }

  /** The 8-octet forms. A lone DATA_FIN has SSN 0 and length 1; length 0 is the infinite mapping. */
  public void dss(
      final boolean hasDataAck,
      final long dataAck,
      final boolean hasMapping,
      final long dsn,
      final int ssn,
      final int dataLevelLength,
      final boolean hasChecksum,
      final int checksum,
      final boolean dataFin) {
    final int flags = (hasDataAck ? Dss.HAS_DATA_ACK | Dss.DATA_ACK_IS_64 : 0)
        | (hasMapping ? Dss.HAS_MAPPING | Dss.DSN_IS_64 : 0)
        | (dataFin ? Dss.DATA_FIN : 0);
    dss(flags, dataAck, dsn, ssn, dataLevelLength, hasChecksum, checksum);
  }

  /** Any mixture of 4- and 8-octet forms, by {@link Dss} flags. */
  public void dss(
      final int flags,
      final long dataAck,
      final long dsn,
      final int ssn,
      final int dataLevelLength,
      final boolean hasChecksum,
      final int checksum) {
    final boolean hasMapping = (flags & Dss.HAS_MAPPING) != 0;
    assert hasMapping || !hasChecksum && (flags & Dss.DATA_FIN) == 0 : "checksum and DATA_FIN need a mapping";
    assert (flags & (Dss.HAS_MAPPING | Dss.HAS_DATA_ACK)) != 0 : "an empty DSS";
    final int optionBytes = Dss.bytes(flags) + (hasChecksum ? Dss.CHECKSUM_BYTES : 0);
    assert (dataLevelLength | checksum) >>> 16 == 0 : dataLevelLength + ", " + checksum;
    assert optionBytes <= room() : "DSS of " + optionBytes + " octets, room for " + room();
    put32(OptionKind.MPTCP << 24 | optionBytes << 16 | MptcpSubtype.DSS << 12 | flags);
    if ((flags & Dss.HAS_DATA_ACK) != 0) {
      putNumber(dataAck, (flags & Dss.DATA_ACK_IS_64) != 0);
    }
    if (hasMapping) {
      putNumber(dsn, (flags & Dss.DSN_IS_64) != 0);
      put32(ssn);
      put32(dataLevelLength << 16 | (hasChecksum ? checksum : TWO_NOPS));
    }
    pad();
  }

  /** What {@link #dss} takes with its NOPs. */
  public static int dssBytes(final boolean hasDataAck, final boolean hasMapping, final boolean hasChecksum) {
    final int flags = (hasDataAck ? Dss.HAS_DATA_ACK | Dss.DATA_ACK_IS_64 : 0)
        | (hasMapping ? Dss.HAS_MAPPING | Dss.DSN_IS_64 : 0);
    return Dss.bytes(flags) + (hasChecksum ? Dss.CHECKSUM_BYTES : 0) + WORD_MASK & ~WORD_MASK;
  }

  /** An announcement of an address, v4-mapped for IPv4; port 0 is none. */
  public void addAddr(final int addressId, final long high, final long low, final int port, final long hmac) {
    addAddr(0, AddAddr.HMAC_BYTES, addressId, high, low, port);
    put64(hmac);
    pad();
  }

  /** The echo that confirms an announcement; it repeats id, address and port. */
  public void addAddrEcho(final int addressId, final long high, final long low, final int port) {
    addAddr(AddAddr.ECHO, 0, addressId, high, low, port);
    pad();
  }

  public void removeAddr(final int addressId) {
    mptcp(MptcpSubtype.REMOVE_ADDR, 0, RemoveAddr.FIXED_BYTES + 1);
    put8(addressId);
  }

  public void removeAddr(final int[] addressIds, final int count) {
    assert count > 0 && count <= RemoveAddr.MAX_IDS : count;
    mptcp(MptcpSubtype.REMOVE_ADDR, 0, RemoveAddr.FIXED_BYTES + count);
    for (int i = 0; i < count; i++) {
      put8(addressIds[i]);
    }
    pad();
  }

  public void mpPrio(final boolean backup) {
    mptcp(MptcpSubtype.MP_PRIO, backup ? MpPrio.BACKUP : 0, MpPrio.BYTES);
    pad();
  }

  public void mpFail(final long dsn) {
    mptcp(MptcpSubtype.MP_FAIL, 0, MpFail.BYTES);
    put8(0);
    put64(dsn);
  }

  public void mpFastclose(final long receiverKey) {
    mptcp(MptcpSubtype.MP_FASTCLOSE, 0, MpFastclose.BYTES);
    put8(0);
    put64(receiverKey);
  }

  /** {@code flags}: U V W T, T lowest; {@code reason}: of {@link MpTcpRst}. */
  public void mpTcpRst(final int flags, final int reason) {
    mptcp(MptcpSubtype.MP_TCPRST, flags, MpTcpRst.BYTES);
    put8(reason);
  }

  private void mpCapable(final int optionBytes, final boolean checksum, final int moreFlags) {
    mptcp(MptcpSubtype.MP_CAPABLE, MPTCP_VERSION, optionBytes);
    put8((checksum ? MpCapable.CHECKSUM_REQUIRED : 0) | moreFlags | MpCapable.HMAC_SHA256);
  }

  private void addAddr(
      final int flags,
      final int hmacBytes,
      final int addressId,
      final long high,
      final long low,
      final int port) {
    final boolean v4 = AddAddr.isV4(high, low);
    final int addressBytes = v4 ? AddAddr.V4_BYTES : AddAddr.V6_BYTES;
    final int portBytes = port == 0 ? 0 : AddAddr.PORT_BYTES;
    mptcp(MptcpSubtype.ADD_ADDR, flags, AddAddr.FIXED_BYTES + addressBytes + portBytes + hmacBytes);
    put8(addressId);
    if (v4) {
      put32((int) low);
    } else {
      put64(high);
      put64(low);
    }
    if (port != 0) {
      put16(port);
    }
  }

  private void mptcp(final int subtype, final int nibble, final int optionBytes) {
    assert nibble >>> 4 == 0 : nibble;
    option(OptionKind.MPTCP, optionBytes);
    put8(subtype << 4 | nibble);
  }

  private void option(final int kind, final int optionBytes) {
    assert optionBytes <= room() : "option " + kind + " of " + optionBytes + " octets, room for " + room();
    put8(kind);
    put8(optionBytes);
  }

  /** NOPs until the numbers of an option that comes now lie on a multiple of 4. */
  private void alignNumbers() {
    while ((bytes + 2 & WORD_MASK) != 0) {
      put8(OptionKind.NOP);
    }
  }

  private void putNumber(final long value, final boolean is64) {
    if (is64) {
      put64(value);
    } else {
      put32((int) value);
    }
  }

  private void put8(final int value) {
    assert value >>> 8 == 0 : value;
    Memory.putByte(reserve(1), value);
  }

  private void put16(final int value) {
    assert value >>> 16 == 0 : value;
    Memory.putShort(reserve(2), value);
  }

  private void put32(final int value) {
    Memory.putInt(reserve(4), value);
  }

  private void put64(final long value) {
    Memory.putLong(reserve(8), value);
  }

  private long reserve(final int octets) {
    assert octets <= room() : "no room for " + octets + " octets behind " + bytes;
    final long at = start + bytes;
    bytes += octets;
    return at;
  }
}
