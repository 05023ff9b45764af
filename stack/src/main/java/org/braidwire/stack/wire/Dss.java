package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * The Data Sequence Signal (RFC 8684 3.3) of a received segment: a data acknowledgement, a mapping, or both. A
 * checksum shows in the length alone. Numbers of 4 octets are given as sent, zero extended; the connection promotes
 * them.
 */
public final class Dss {
  static final int FIXED_BYTES = 4;
  static final int SHORT_NUMBER_BYTES = 4;
  static final int LONG_NUMBER_BYTES = 8;
  /** Subflow sequence number and data-level length. */
  static final int MAPPING_TAIL_BYTES = 6;

  static final int CHECKSUM_BYTES = 2;

  public static final int DATA_FIN = 0x10;
  public static final int DSN_IS_64 = 0x08;
  public static final int HAS_MAPPING = 0x04;
  public static final int DATA_ACK_IS_64 = 0x02;
  public static final int HAS_DATA_ACK = 0x01;

  private static final long LOW_32 = 0xffff_ffffL;

  private boolean present;
  private int flags;
  private boolean hasChecksum;
  private long dataAck;
  private long dsn;
  private int ssn;
  private int dataLevelLength;
  private int checksum;

  Dss() {}

  public boolean present() {
    return present;
  }

  /** Whether the mapping ends with a DATA_FIN; without a mapping the flag says nothing. */
  public boolean dataFin() {
    return (flags & (DATA_FIN | HAS_MAPPING)) == (DATA_FIN | HAS_MAPPING);
  }

  public boolean hasDataAck() {
    return (flags & HAS_DATA_ACK) != 0;
  }

  public boolean dataAckIs64() {
    return (flags & (DATA_ACK_IS_64 | HAS_DATA_ACK)) == (DATA_ACK_IS_64 | HAS_DATA_ACK);
  }

  /** As sent: 64 bits, or the low 32. */
  public long dataAck() {
    return dataAck;
  }

  public boolean hasMapping() {
    return (flags & HAS_MAPPING) != 0;
  }

  public boolean dsnIs64() {
    return (flags & (DSN_IS_64 | HAS_MAPPING)) == (DSN_IS_64 | HAS_MAPPING);
  }

  /** As sent: 64 bits, or the low 32. */
  public long dsn() {
    return dsn;
  }

  /** Relative to the subflow's initial sequence number; 0 for a DATA_FIN alone. */
  public int ssn() {
    return ssn;
  }

  /** Octets mapped, the DATA_FIN among them; 0 is an infinite mapping. */
  public int dataLevelLength() {
    return dataLevelLength;
  }

  public boolean hasChecksum() {
    return hasChecksum;
  }

  public int checksum() {
    return checksum;
  }

  void clear() {
    present = false;
    flags = 0;
    hasChecksum = false;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes < FIXED_BYTES) {
      return false;
    }
    final int sent = Memory.getUnsignedByte(option + 3);
    final int withoutChecksum = bytes(sent);
    final boolean checksumFollows = (sent & HAS_MAPPING) != 0 && bytes == withoutChecksum + CHECKSUM_BYTES;
    if (bytes != withoutChecksum && !checksumFollows) {
      return false;
    }
    present = true;
    flags = sent;
    hasChecksum = checksumFollows;
    final long afterAck = decodeDataAck(option + FIXED_BYTES);
    decodeMapping(afterAck);
    return true;
  }

  private long decodeDataAck(final long at) {
    dataAck = 0;
    if (!hasDataAck()) {
      return at;
    }
    final boolean is64 = dataAckIs64();
    dataAck = is64 ? Memory.getLong(at) : Memory.getInt(at) & LOW_32;
    return at + (is64 ? LONG_NUMBER_BYTES : SHORT_NUMBER_BYTES);
  }

  private void decodeMapping(final long at) {
    dsn = 0;
    ssn = 0;
    dataLevelLength = 0;
    checksum = 0;
    if (hasMapping()) {
      final boolean is64 = dsnIs64();
      dsn = is64 ? Memory.getLong(at) : Memory.getInt(at) & LOW_32;
      final long afterDsn = at + (is64 ? LONG_NUMBER_BYTES : SHORT_NUMBER_BYTES);
      ssn = Memory.getInt(afterDsn);
      dataLevelLength = Memory.getUnsignedShort(afterDsn + 4);
      checksum = hasChecksum ? Memory.getUnsignedShort(afterDsn + MAPPING_TAIL_BYTES) : 0;
    }
  }

  /** The length that these flags ask for, a checksum apart; RFC 8684 3.3: "a" and "m" count only with "A" and "M". */
  static int bytes(final int flags) {
    final int ack = (flags & HAS_DATA_ACK) == 0 ? 0 : numberBytes((flags & DATA_ACK_IS_64) != 0);
    final int mapping = (flags & HAS_MAPPING) == 0 ? 0 : numberBytes((flags & DSN_IS_64) != 0) + MAPPING_TAIL_BYTES;
    return FIXED_BYTES + ack + mapping;
  }

  private static int numberBytes(final boolean is64) {
    return is64 ? LONG_NUMBER_BYTES : SHORT_NUMBER_BYTES;
  }
}
