package org.braidwire.lab.interop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.braidwire.lab.Pattern;
import org.braidwire.lab.StreamSource;

/**
 * Pattern bytes in writes of given sizes, and then nothing until there are more or it is told to finish. Owned by the
 * sending thread; any may add a write.
 */
final class WriteSource implements StreamSource {
  private final long key;
  private final Queue<Integer> writes = new ConcurrentLinkedQueue<>();
  private int written;
  private volatile boolean finishing;
  private volatile long bytes;

  WriteSource(final long key, final int... writes) {
    this.key = key;
    for (final int each : writes) {
      write(each);
    }
  }

  /** One write more, of so many octets. */
  void write(final int length) {
    writes.add(length);
  }

  @Override
  public int produce(final long address, final int maxBytes, final long nowNs) {
    final Integer next = writes.peek();
    if (next == null) {
      return 0;
    }
    final int part = Math.min(maxBytes, next - written);
    final long position = bytes;
    Pattern.fill(address, part, position, key);
    bytes = position + part;
    written += part;
    if (written == next) {
      writes.remove();
      written = 0;
    }
    return part;
  }

  @Override
  public long nextDueNs(final long nowNs) {
    return writes.isEmpty() ? NEVER : NOW;
  }

  @Override
  public boolean isExhausted() {
    return finishing && writes.isEmpty();
  }

  @Override
  public void finish() {
    finishing = true;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
