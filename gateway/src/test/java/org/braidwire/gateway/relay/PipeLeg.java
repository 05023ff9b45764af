package org.braidwire.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A side whose other end is the test: what it is to read is given, what it is to write is taken. */
final class PipeLeg implements Leg {
  private static final byte[] NOTHING = {};

  /** What comes next: octets, an end where there are none, or a break. */
  private record Next(byte[] octets, boolean broken) {}

  final BlockingQueue<byte[]> written = new LinkedBlockingQueue<>();
  volatile boolean aborted;
  volatile boolean closed;
  volatile boolean takesNothing;
  private final BlockingQueue<Next> toRead = new LinkedBlockingQueue<>();

  void send(final int... octets) {
    final byte[] piece = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      piece[i] = (byte) octets[i];
    }
    toRead.add(new Next(piece, false));
  }

  void sendEnd() {
    toRead.add(new Next(NOTHING, false));
  }

  /** The connection breaks, as by a reset. */
  void sendReset() {
    toRead.add(new Next(NOTHING, true));
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    final Next next;
    try {
      next = toRead.take();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
    if (next.broken) {
      throw new IOException("reset");
    }
    if (next.octets.length == 0) {
      return END;
    }
    into.put(next.octets);
    return next.octets.length;
  }

  @Override
  public void write(final ByteBuffer from) throws IOException {
    if (aborted || takesNothing) {
      throw new IOException("gone");
    }
    final byte[] piece = new byte[from.remaining()];
    from.get(piece);
    if (piece.length > 0) {
      written.add(piece);
    }
  }

  @Override
  public void finish() {
    written.add(NOTHING);
  }

  /** Takes what was written next; empty for an end. */
  byte[] take() throws InterruptedException {
    return written.take();
  }

  @Override
  public void abort() {
    aborted = true;
    toRead.add(new Next(NOTHING, true));
  }

  @Override
  public void close() {
    closed = true;
  }
}
