package org.braidwire.simulation.parse;

/** The one's complement sum of RFC 1071 in its most obvious form; made to be right, not fast. */
public final class InternetSum {
  private static final int ALL_ONES = 0xffff;

  private InternetSum() {}

  /** Adds {@code bytes} octets from {@code at} to {@code sum}; an odd last octet is padded with zero. */
  public static long add(final long sum, final byte[] data, final int at, final int bytes) {
    long total = sum;
    for (int i = 0; i + 1 < bytes; i += 2) {
      total += (data[at + i] & 0xff) << 8 | data[at + i + 1] & 0xff;
    }
    return (bytes & 1) == 0 ? total : total + ((data[at + bytes - 1] & 0xff) << 8);
  }

  /** The 16 bits that a sum folds to. */
  public static int fold(final long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & ALL_ONES) + (folded >>> 16);
    }
    return (int) folded;
  }

  /** What is written into a checksum field for this sum. */
  public static int complement(final long sum) {
    return ~fold(sum) & ALL_ONES;
  }

  /** Whether a sum that includes its checksum is right. */
  public static boolean isRight(final long sum) {
    return fold(sum) == ALL_ONES;
  }
}
