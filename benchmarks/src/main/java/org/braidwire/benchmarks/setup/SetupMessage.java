package org.braidwire.benchmarks.setup;

import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;

/** Request and answer: octets made of the connection's number. Stateless. */
final class SetupMessage {
  static final int BYTES = EchoMessages.BYTES;

  private SetupMessage() {}

  static void write(final long address, final long number) {
    EchoMessages.write(address, number);
  }

  /** Fails unless the whole answer that lies at {@code address} is connection {@code number}'s. */
  static void check(final long address, final long number) {
    long expected = number;
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      if (Memory.getLong(address + at) != expected) {
        throw new BenchException("the answer to connection " + number + " is not what was asked");
      }
      expected = ~number;
    }
  }
}
