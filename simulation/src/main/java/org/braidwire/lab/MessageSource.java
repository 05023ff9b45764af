package org.braidwire.lab;

import org.braidwire.io.frame.Memory;

/**
 * Small messages at a fixed pace. Each carries the time at which it was *meant* to be sent, so that waiting before
 * a stalled connection counts as delay. Owned by the sending thread.
 */
public final class MessageSource implements StreamSource {
  private final long key;
  private final long periodNs;
  private boolean started;
  private long startNs;
  private long sequence;
  private volatile boolean finishing;
  private volatile long bytes;
  private volatile long messages;

  /** A message every {@code periodNs}, from the first call on. */
  public MessageSource(final long key, final long periodNs) {
    if (periodNs <= 0) {
      throw new IllegalArgumentException("period must be positive: " + periodNs);
    }
    this.key = key;
    this.periodNs = periodNs;
  }

  @Override
  public int produce(final long address, final int maxBytes, final long nowNs) {
    start(nowNs);
    int written = 0;
    while (!finishing && dueNs() - nowNs <= 0) {
      final int length = MessageFormat.lengthBytes(sequence);
      if (written + length > maxBytes) {
        break;
      }
      write(address + written, length);
      written += length;
      sequence++;
    }
    final long before = bytes; // one writer
    bytes = before + written;
    messages = sequence;
    return written;
  }

  private void write(final long address, final int length) {
    Memory.putInt(address, length);
    Memory.putLong(address + MessageFormat.SEQUENCE_OFFSET, sequence);
    Memory.putLong(address + MessageFormat.TIME_OFFSET, dueNs());
    Pattern.fill(
        address + MessageFormat.HEADER_BYTES,
        length - MessageFormat.HEADER_BYTES,
        MessageFormat.paddingPosition(sequence),
        key);
  }

  private void start(final long nowNs) {
    if (!started) {
      started = true;
      startNs = nowNs;
    }
  }

  private long dueNs() {
    return startNs + sequence * periodNs;
  }

  @Override
  public long nextDueNs(final long nowNs) {
    start(nowNs);
    if (finishing) {
      return NEVER;
    }
    return dueNs() - nowNs <= 0 ? NOW : dueNs();
  }

  @Override
  public boolean isExhausted() {
    return finishing;
  }

  @Override
  public void finish() {
    finishing = true;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Messages produced so far. */
  public long messages() {
    return messages;
  }
}
