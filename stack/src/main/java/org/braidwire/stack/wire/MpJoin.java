package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * MP_JOIN (RFC 8684 3.2) of a received segment. The length tells the form: SYN 12 octets, SYN/ACK 16, ACK 24; that
 * it fits the control bits of its segment is for the connection to check.
 */
public final class MpJoin {
  static final int SYN_BYTES = 12;
  static final int SYN_ACK_BYTES = 16;
  static final int ACK_BYTES = 24;
  /** The part of an HMAC that an ACK carries. */
  static final int ACK_HMAC_BYTES = 20;

  static final int BACKUP = 0x01;

  private int bytes;
  private boolean backup;
  private int addressId;
  private int receiverToken;
  private int nonce;
  private long hmacLeft64;
  private long hmacMiddle64;
  private int hmacRight32;

  MpJoin() {}

  public boolean present() {
    return bytes != 0;
  }

  public boolean isSyn() {
    return bytes == SYN_BYTES;
  }

  public boolean isSynAck() {
    return bytes == SYN_ACK_BYTES;
  }

  public boolean isAck() {
    return bytes == ACK_BYTES;
  }

  /** Flag B of SYN and SYN/ACK. */
  public boolean backup() {
    return backup;
  }

  /** The sender's address, of SYN and SYN/ACK. */
  public int addressId() {
    return addressId;
  }

  /** Of the SYN: which connection is meant. */
  public int receiverToken() {
    return receiverToken;
  }

  /** The sender's nonce, of SYN and SYN/ACK. */
  public int nonce() {
    return nonce;
  }

  /** The whole HMAC of a SYN/ACK, octets 0 to 7 of an ACK's. */
  public long hmacLeft64() {
    return hmacLeft64;
  }

  /** Octets 8 to 15 of an ACK's HMAC. */
  public long hmacMiddle64() {
    return hmacMiddle64;
  }

  /** Octets 16 to 19 of an ACK's HMAC. */
  public int hmacRight32() {
    return hmacRight32;
  }

  void clear() {
    bytes = 0;
  }

  boolean decode(final long option, final int optionBytes) {
    switch (optionBytes) {
      case SYN_BYTES -> {
        receiverToken = Memory.getInt(option + 4);
        nonce = Memory.getInt(option + 8);
        setHmac(0, 0, 0);
      }
      case SYN_ACK_BYTES -> {
        receiverToken = 0;
        nonce = Memory.getInt(option + 12);
        setHmac(Memory.getLong(option + 4), 0, 0);
      }
      case ACK_BYTES -> {
        receiverToken = 0;
        nonce = 0;
        setHmac(Memory.getLong(option + 4), Memory.getLong(option + 12), Memory.getInt(option + 20));
      }
      default -> {
        return false;
      }
    }
    bytes = optionBytes;
    // RFC 8684 3.2: in the ACK flag and address are reserved octets.
    backup = !isAck() && (Memory.getUnsignedByte(option + 2) & BACKUP) != 0;
    addressId = isAck() ? 0 : Memory.getUnsignedByte(option + 3);
    return true;
  }

  private void setHmac(final long left64, final long middle64, final int right32) {
    hmacLeft64 = left64;
    hmacMiddle64 = middle64;
    hmacRight32 = right32;
  }
}
