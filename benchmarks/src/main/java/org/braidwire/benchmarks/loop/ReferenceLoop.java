package org.braidwire.benchmarks.loop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.braidwire.io.frame.Memory;

/**
 * What the stack loop is compared with: the plainest Internet checksum that C2 makes vectors of, and one copy. It
 * shares no code with the stack, so that the stack cannot become faster or slower by it; a test pins its text by a
 * digest, and each report names the digest of its class. Stateless.
 */
final class ReferenceLoop {
  private static final long LOW_32 = 0xffff_ffffL;

  private ReferenceLoop() {}

  /**
   * Sums and copies {@code bytes} octets, a multiple of 8.
   *
   * @return the folded sum, in the host's byte order
   */
  static int turn(final long from, final long to, final int bytes) {
    final MemorySegment all = Memory.all();
    long sum = 0;
    for (long at = from; at < from + bytes; at += Long.BYTES) {
      final long eight = all.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      sum += (eight & LOW_32) + (eight >>> 32);
    }
    MemorySegment.copy(all, from, all, to, bytes);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) sum;
  }

  /** SHA-256 of this class as it was compiled. */
  static String digest() {
    final String file = ReferenceLoop.class.getSimpleName() + ".class";
    try (InputStream code = ReferenceLoop.class.getResourceAsStream(file)) {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code.readAllBytes()));
    } catch (final IOException | NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this class cannot read itself", impossible);
    }
  }
}
