package org.braidwire.benchmarks.echo;

import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;

/**
 * The messages of a ping-pong: octets that begin with a number. Writes them, and puts them together again from a
 * stream that may come in any pieces, checking that each comes once and in order. One thread.
 */
public final class EchoMessages implements AutoCloseable {
  /** Octets of a message. */
  public static final int BYTES = 64;

  private final Region partial = Region.allocate(BYTES, Long.BYTES);
  private int partialBytes;
  private long expected;

  /** Writes message {@code number} at {@code address}. */
  public static void write(final long address, final long number) {
    Memory.putLong(address, number);
    for (int at = Long.BYTES; at < BYTES; at += Long.BYTES) {
      Memory.putLong(address + at, ~number);
    }
  }

  /** Takes the next octets of the stream; how many messages are whole by them. */
  public int accept(final long address, final int bytes) {
    int whole = 0;
    int at = 0;
    while (at < bytes) {
      final int part = Math.min(BYTES - partialBytes, bytes - at);
      Memory.copy(address + at, partial.address() + partialBytes, part);
      partialBytes += part;
      at += part;
      if (partialBytes == BYTES) {
        partialBytes = 0;
        whole++;
        check(Memory.getLong(partial.address()));
      }
    }
    return whole;
  }

  private void check(final long number) {
    if (number != expected) {
      throw new BenchException("message " + number + " came back where " + expected + " was due");
    }
    expected++;
  }

  @Override
  public void close() {
    partial.close();
  }
}
