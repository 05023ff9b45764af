package org.braidwire.lab;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;

/**
 * Bytes that follow from their position in the stream and a key, so that both ends can make and check any part of
 * it and nothing is stored. A byte that is lost, doubled, moved or from the other direction (another key) shows.
 *
 * <p>Stateless; any thread; allocates nothing but for digests.
 */
public final class Pattern {
  private static final int WORD_BYTES = Long.BYTES;
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;
  private static final int DIGEST_CHUNK_BYTES = 16 * 1024;

  private Pattern() {}

  /** Writes the {@code bytes} octets of the stream that begin at {@code position}. */
  public static void fill(final long address, final int bytes, final long position, final long key) {
    int at = 0;
    while (at < bytes && (position + at) % WORD_BYTES != 0) {
      Memory.putByte(address + at, octet(position + at, key));
      at++;
    }
    long index = (position + at) / WORD_BYTES;
    for (; at + WORD_BYTES <= bytes; at += WORD_BYTES) {
      Memory.putLong(address + at, word(index++, key));
    }
    for (; at < bytes; at++) {
      Memory.putByte(address + at, octet(position + at, key));
    }
  }

  /** The position of the first octet that differs from the stream at {@code position}, or -1. */
  public static long check(final long address, final int bytes, final long position, final long key) {
    int at = 0;
    while (at < bytes && (position + at) % WORD_BYTES != 0) {
      if (Memory.getByte(address + at) != octet(position + at, key)) {
        return position + at;
      }
      at++;
    }
    long index = (position + at) / WORD_BYTES;
    for (; at + WORD_BYTES <= bytes; at += WORD_BYTES) {
      final long difference = Memory.getLong(address + at) ^ word(index++, key);
      if (difference != 0) {
        return position + at + Long.numberOfLeadingZeros(difference) / Byte.SIZE;
      }
    }
    for (; at < bytes; at++) {
      if (Memory.getByte(address + at) != octet(position + at, key)) {
        return position + at;
      }
    }
    return -1;
  }

  /**
   * Where in the stream the octets at {@code address} belong, for the report of a fault: a place behind or ahead
   * tells doubled or lost bytes from damaged ones. Looks {@code spanBytes} to both sides of {@code expected}; -1 when
   * nothing fits or there are fewer than 15 octets to go by. Slow.
   */
  public static long locate(
      final long address, final int bytes, final long expected, final long spanBytes, final long key) {
    if (bytes < 2 * WORD_BYTES - 1) {
      return -1;
    }
    final long first = Math.max(0, expected - spanBytes) / WORD_BYTES;
    final long last = (expected + spanBytes) / WORD_BYTES;
    for (int shift = 0; shift < WORD_BYTES; shift++) {
      final long seen = Memory.getLong(address + shift);
      for (long index = first; index <= last; index++) {
        if (word(index, key) == seen && index * WORD_BYTES >= shift) {
          return index * WORD_BYTES - shift;
        }
      }
    }
    return -1;
  }

  /** SHA-256 of the first {@code bytes} octets: what a receiver's digest must be. Takes its time. */
  public static byte[] sha256(final long bytes, final long key) {
    final MessageDigest digest = newSha256();
    final byte[] chunk = new byte[DIGEST_CHUNK_BYTES];
    try (Region region = Region.allocate(DIGEST_CHUNK_BYTES, Long.BYTES)) {
      for (long position = 0; position < bytes; position += DIGEST_CHUNK_BYTES) {
        final int part = (int) Math.min(DIGEST_CHUNK_BYTES, bytes - position);
        fill(region.address(), part, position, key);
        Memory.get(region.address(), chunk, 0, part);
        digest.update(chunk, 0, part);
      }
    }
    return digest.digest();
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Eight octets of the stream; the mixing is the finaliser of SplitMix64. */
  private static long word(final long index, final long key) {
    long mixed = key + (index + 1) * GOLDEN_GAMMA;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ (mixed >>> 31);
  }

  private static byte octet(final long position, final long key) {
    final int shift = (WORD_BYTES - 1 - (int) (position % WORD_BYTES)) * Byte.SIZE;
    return (byte) (word(position / WORD_BYTES, key) >>> shift);
  }
}
