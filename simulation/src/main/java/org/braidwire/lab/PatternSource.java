package org.braidwire.lab;

/**
 * A bulk stream of {@link Pattern} bytes that goes on until it has its minimum length and was told to finish.
 * Owned by the sending thread.
 */
public final class PatternSource implements StreamSource {
  private final long key;
  private final long minimumBytes;
  private volatile boolean finishing;
  private volatile long bytes;

  /** A source that goes on past {@code minimumBytes} until {@link #finish}. */
  public PatternSource(final long key, final long minimumBytes) {
    this.key = key;
    this.minimumBytes = minimumBytes;
  }

  /** A source of exactly {@code bytes}. */
  public static PatternSource exactly(final long key, final long bytes) {
    final PatternSource source = new PatternSource(key, bytes);
    source.finish();
    return source;
  }

  @Override
  public int produce(final long address, final int maxBytes, final long nowNs) {
    final long position = bytes;
    int part = maxBytes;
    if (finishing) {
      part = Math.clamp(minimumBytes - position, 0, maxBytes);
    }
    Pattern.fill(address, part, position, key);
    bytes = position + part;
    return part;
  }

  @Override
  public long nextDueNs(final long nowNs) {
    return isExhausted() ? NEVER : NOW;
  }

  @Override
  public boolean isExhausted() {
    return finishing && bytes >= minimumBytes;
  }

  @Override
  public void finish() {
    finishing = true;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** SHA-256 of everything produced; made anew from the key, so ask when the run is over. */
  public byte[] sha256() {
    return Pattern.sha256(bytes, key);
  }
}
