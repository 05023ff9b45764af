package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * MP_CAPABLE (RFC 8684 3.1) of a received segment. The length alone tells the form: SYN 4 octets, SYN/ACK 12, ACK
 * 20, ACK with data 22, or 24 with a DSS checksum.
 */
public final class MpCapable {
  static final int SYN_BYTES = 4;
  static final int SYN_ACK_BYTES = 12;
  static final int ACK_BYTES = 20;
  static final int DATA_BYTES = 22;
  static final int DATA_CHECKSUM_BYTES = 24;

  static final int CHECKSUM_REQUIRED = 0x80;
  static final int EXTENSIBILITY = 0x40;
  static final int NO_JOIN_TO_THIS_ADDRESS = 0x20;
  static final int HMAC_SHA256 = 0x01;
  /** Bits D to H choose the algorithm. */
  static final int CRYPTO_BITS = 0x1f;

  private int bytes;
  private int version;
  private int flags;
  private long senderKey;
  private long receiverKey;
  private int dataLevelLength;
  private int checksum;

  MpCapable() {}

  public boolean present() {
    return bytes != 0;
  }

  public int version() {
    return version;
  }

  /** Flag A. */
  public boolean checksumRequired() {
    return (flags & CHECKSUM_REQUIRED) != 0;
  }

  /** Flag B; a receiver that does not know what it means must not speak MPTCP. */
  public boolean extensibility() {
    return (flags & EXTENSIBILITY) != 0;
  }

  /** Flag C: no further subflows to this address and port. */
  public boolean noJoinToThisAddress() {
    return (flags & NO_JOIN_TO_THIS_ADDRESS) != 0;
  }

  /** Flag H. */
  public boolean hmacSha256() {
    return (flags & HMAC_SHA256) != 0;
  }

  /** Flags D to H, H lowest. */
  public int cryptoBits() {
    return flags & CRYPTO_BITS;
  }

  public boolean hasSenderKey() {
    return bytes >= SYN_ACK_BYTES;
  }

  public long senderKey() {
    return senderKey;
  }

  public boolean hasReceiverKey() {
    return bytes >= ACK_BYTES;
  }

  public long receiverKey() {
    return receiverKey;
  }

  public boolean hasDataLevelLength() {
    return bytes >= DATA_BYTES;
  }

  public int dataLevelLength() {
    return dataLevelLength;
  }

  public boolean hasChecksum() {
    return bytes == DATA_CHECKSUM_BYTES;
  }

  public int checksum() {
    return checksum;
  }

  void clear() {
    bytes = 0;
  }

  boolean decode(final long option, final int optionBytes) {
    if (!isForm(optionBytes)) {
      return false;
    }
    bytes = optionBytes;
    version = Memory.getUnsignedByte(option + 2) & 0xf;
    flags = Memory.getUnsignedByte(option + 3);
    senderKey = hasSenderKey() ? Memory.getLong(option + 4) : 0;
    receiverKey = hasReceiverKey() ? Memory.getLong(option + 12) : 0;
    dataLevelLength = hasDataLevelLength() ? Memory.getUnsignedShort(option + 20) : 0;
    checksum = hasChecksum() ? Memory.getUnsignedShort(option + 22) : 0;
    return true;
  }

  private static boolean isForm(final int bytes) {
    return switch (bytes) {
      case SYN_BYTES, SYN_ACK_BYTES, ACK_BYTES, DATA_BYTES, DATA_CHECKSUM_BYTES -> true;
      default -> false;
    };
  }
}
