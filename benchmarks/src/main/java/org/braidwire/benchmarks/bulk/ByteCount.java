package org.braidwire.benchmarks.bulk;

import java.util.concurrent.atomic.AtomicLong;

/** Octets counted by one thread and read by others, without a fence for the one that counts. */
final class ByteCount {
  private final AtomicLong bytes = new AtomicLong();

  /** The owner: some more. */
  void add(final long more) {
    bytes.setRelease(bytes.getPlain() + more);
  }

  long get() {
    return bytes.getAcquire();
  }
}
