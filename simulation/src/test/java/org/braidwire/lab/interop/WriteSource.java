package org.braidwire.lab.interop;

import org.braidwire.lab.Pattern;
import org.braidwire.lab.StreamSource;

/** Pattern bytes in writes of given sizes, and then nothing until it is told to finish. Owned by the sending thread. */
final class WriteSource implements StreamSource {
  private final long key;
  private final int[] writes;
  private int next;
  private int written;
  private volatile boolean finishing;
  private volatile long bytes;

  WriteSource(final long key, final int... writes) {
    this.key = key;
    this.writes = writes;
  }

  @Override
  public int produce(final long address, final int maxBytes, final long nowNs) {
    if (next == writes.length) {
      return 0;
    }
    final int part = Math.min(maxBytes, writes[next] - written);
    final long position = bytes;
    Pattern.fill(address, part, position, key);
    bytes = position + part;
    written += part;
    if (written == writes[next]) {
      next++;
      written = 0;
    }
    return part;
  }

  @Override
  public long nextDueNs(final long nowNs) {
    return next < writes.length ? NOW : NEVER;
  }

  @Override
  public boolean isExhausted() {
    return finishing && next == writes.length;
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
