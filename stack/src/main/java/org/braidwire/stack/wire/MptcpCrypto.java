package org.braidwire.stack.wire;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What RFC 8684 derives from keys and nonces with SHA-256: tokens, initial data sequence numbers, HMACs.
 *
 * <p>HMAC (RFC 2104) is made of {@link MessageDigest} itself, with buffers that are kept, because {@code Mac}
 * allocates. One instance for each engine thread; nothing is shared.
 *
 * <p>In every HMAC the key is the sender's own key before its peer's, and a join's message the sender's own nonce
 * before its peer's.
 */
public final class MptcpCrypto {
  public static final int HMAC_BYTES = 32;

  private static final int BLOCK_BYTES = 64;
  private static final int KEY_BYTES = 8;
  private static final int MAX_MESSAGE_BYTES = 1 + AddAddr.V6_BYTES + AddAddr.PORT_BYTES;
  private static final byte INNER_PAD = 0x36;
  private static final byte OUTER_PAD = 0x5c;

  private final MessageDigest sha256 = sha256();
  private final byte[] keyBlock = new byte[BLOCK_BYTES];
  private final byte[] message = new byte[MAX_MESSAGE_BYTES];
  private final byte[] digest = new byte[HMAC_BYTES];

  /** Whose hash the digest holds, if it is a key's: token and initial number are asked for one after the other. */
  private long hashedKey;

  private boolean holdsKeyHash;

  /** The connection's name in a join: the leftmost 32 bits of the key's hash (RFC 8684 3.2). */
  public int token(final long key) {
    hashKey(key);
    return int32(digest, 0);
  }

  /** The initial data sequence number: the rightmost 64 bits of the key's hash (RFC 8684 3.1). */
  public long idsn(final long key) {
    hashKey(key);
    return int64(digest, HMAC_BYTES - 8);
  }

  /** The HMAC of a join by whoever owns the first key and the first nonce, into {@code out[0..31]}. */
  public void hmac(
      final long firstKey, final long secondKey, final int firstNonce, final int secondNonce, final byte[] out) {
    putInt32(message, 0, firstNonce);
    putInt32(message, 4, secondNonce);
    hmac(firstKey, secondKey, 8, out);
  }

  /** What the SYN/ACK of a join carries: the leftmost 64 bits. */
  public long joinSynAckHmac(final long ownKey, final long peerKey, final int ownNonce, final int peerNonce) {
    hmac(ownKey, peerKey, ownNonce, peerNonce, digest);
    return int64(digest, 0);
  }

  /** What the third ACK of a join carries: {@code out[0..19]}; {@code out} has room for 32. */
  public void joinAckHmac(
      final long ownKey, final long peerKey, final int ownNonce, final int peerNonce, final byte[] out) {
    hmac(ownKey, peerKey, ownNonce, peerNonce, out);
  }

  /** What an announcement of an address carries: the rightmost 64 bits. Port 0 is none (RFC 8684 3.4.1). */
  public long addAddrHmac(
      final long senderKey,
      final long receiverKey,
      final int addressId,
      final long high,
      final long low,
      final int family,
      final int port) {
    assert family == 4 || family == 6 : family;
    message[0] = (byte) addressId;
    int length = 1;
    if (family == 6) {
      putInt64(message, length, high);
      putInt64(message, length + 8, low);
      length += AddAddr.V6_BYTES;
    } else {
      putInt32(message, length, (int) low);
      length += AddAddr.V4_BYTES;
    }
    message[length] = (byte) (port >>> 8);
    message[length + 1] = (byte) port;
    hmac(senderKey, receiverKey, length + AddAddr.PORT_BYTES, digest);
    return int64(digest, HMAC_BYTES - 8);
  }

  /** Compares two 64-bit HMACs in constant time. */
  public static boolean equal(final long a, final long b) {
    return (a ^ b) == 0;
  }

  /** Compares the 160 bits of a third ACK with the first 20 octets of {@code hmac} in constant time. */
  public static boolean equal(final MpJoin ack, final byte[] hmac) {
    assert ack.isAck();
    final long difference = ack.hmacLeft64() ^ int64(hmac, 0)
        | ack.hmacMiddle64() ^ int64(hmac, 8)
        | ack.hmacRight32() ^ int32(hmac, 16);
    return difference == 0;
  }

  private void hashKey(final long key) {
    if (!holdsKeyHash || hashedKey != key) {
      putInt64(message, 0, key);
      sha256.update(message, 0, KEY_BYTES);
      finish(digest);
      hashedKey = key;
      holdsKeyHash = true;
    }
  }

  private void hmac(final long firstKey, final long secondKey, final int messageBytes, final byte[] out) {
    holdsKeyHash = false;
    keyBlock(firstKey, secondKey, INNER_PAD);
    sha256.update(keyBlock, 0, BLOCK_BYTES);
    sha256.update(message, 0, messageBytes);
    finish(digest);
    keyBlock(firstKey, secondKey, OUTER_PAD);
    sha256.update(keyBlock, 0, BLOCK_BYTES);
    sha256.update(digest, 0, HMAC_BYTES);
    finish(out);
  }

  private void keyBlock(final long firstKey, final long secondKey, final byte pad) {
    Arrays.fill(keyBlock, pad);
    final long pads = pad * 0x0101_0101_0101_0101L;
    putInt64(keyBlock, 0, firstKey ^ pads);
    putInt64(keyBlock, KEY_BYTES, secondKey ^ pads);
  }

  private void finish(final byte[] out) {
    assert out.length >= HMAC_BYTES : out.length;
    try {
      sha256.digest(out, 0, HMAC_BYTES);
    } catch (final DigestException e) {
      throw new IllegalStateException("SHA-256 refused a buffer of " + out.length + " octets", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256, this one has not", e);
    }
  }

  private static int int32(final byte[] from, final int at) {
    return from[at] << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | from[at + 3] & 0xff;
  }

  private static long int64(final byte[] from, final int at) {
    return (long) int32(from, at) << 32 | int32(from, at + 4) & 0xffff_ffffL;
  }

  private static void putInt32(final byte[] to, final int at, final int value) {
    to[at] = (byte) (value >>> 24);
    to[at + 1] = (byte) (value >>> 16);
    to[at + 2] = (byte) (value >>> 8);
    to[at + 3] = (byte) value;
  }

  private static void putInt64(final byte[] to, final int at, final long value) {
    putInt32(to, at, (int) (value >>> 32));
    putInt32(to, at + 4, (int) value);
  }
}
