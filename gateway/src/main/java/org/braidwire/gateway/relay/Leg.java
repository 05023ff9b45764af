package org.braidwire.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One of the two sides of a carried connection, blocking. One thread reads and one writes; any thread may abort. */
public interface Leg {
  /** What {@link #read} gives when the other end has finished. */
  int END = -1;

  /** Waits for octets and takes what fits into {@code into}, at least one; or {@link #END}. */
  int read(ByteBuffer into) throws IOException;

  /** Reads into an {@code in} of which all was taken, and makes what has come ready to be taken; false at the end. */
  default boolean refill(final ByteBuffer in) throws IOException {
    in.clear();
    final boolean open = read(in) != END;
    in.flip();
    return open;
  }

  /** Writes all of {@code from}, and waits while the other end takes nothing. */
  void write(ByteBuffer from) throws IOException;

  /** Nothing more will be written: the other end reads its end. Reading goes on. */
  void finish() throws IOException;

  /** Ends it at once, both ways: the other end sees a reset, and a call that waits here fails. May be called twice. */
  void abort();

  /** Gives back what it holds, after both directions have ended. */
  void close();
}
