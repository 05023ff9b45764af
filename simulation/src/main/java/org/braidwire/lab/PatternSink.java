package org.braidwire.lab;

import java.security.MessageDigest;
import org.braidwire.io.frame.Memory;

/** Checks a stream of {@link Pattern} bytes as it arrives, byte by byte and by SHA-256. Owned by the receiving thread. */
public final class PatternSink implements StreamSink {
  private static final int CHUNK_BYTES = 16 * 1024;
  /** How far a misplaced byte is looked for. */
  private static final long SEARCH_BYTES = 4L << 20;

  private final long key;
  private final PhaseTimes times;
  private final MessageDigest digest = Pattern.newSha256();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private volatile long bytes;
  private volatile boolean ended;
  private volatile String fault;

  public PatternSink(final long key, final PhaseTimes times) {
    this.key = key;
    this.times = times;
  }

  @Override
  public void accept(final long address, final int count, final long nowNs) {
    final long position = bytes;
    if (fault == null) {
      final long wrong = Pattern.check(address, count, position, key);
      if (wrong >= 0) {
        final int before = (int) (wrong - position);
        fault = describe(wrong, address + before, count - before);
      }
    }
    for (int at = 0; at < count; at += CHUNK_BYTES) {
      final int part = Math.min(CHUNK_BYTES, count - at);
      Memory.get(address + at, chunk, 0, part);
      digest.update(chunk, 0, part);
    }
    bytes = position + count;
    if (count > 0) {
      times.onDelivery(nowNs);
    }
  }

  private String describe(final long wrong, final long address, final int count) {
    final long origin = Pattern.locate(address, count, wrong, SEARCH_BYTES, key);
    return "byte " + wrong + " differs from what was sent: "
        + (origin < 0 ? "damaged" : "here are the bytes of position " + origin + " (" + (origin - wrong) + ")")
        + ", " + count + " bytes were left of this delivery";
  }

  @Override
  public void onEnd(final long nowNs) {
    ended = true;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public String fault() {
    return fault;
  }

  @Override
  public PhaseTimes times() {
    return times;
  }

  /** SHA-256 of everything accepted. Once, by the owner or after it has ended. */
  public byte[] sha256() {
    return digest.digest();
  }
}
