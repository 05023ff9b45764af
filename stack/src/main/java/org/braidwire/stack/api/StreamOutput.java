package org.braidwire.stack.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The blocking write side of a {@link StreamConnection}. Any thread; one writes at a time. Octets are on their way
 * as soon as {@code write} returns; there is nothing to flush.
 */
final class StreamOutput extends OutputStream {
  private final StreamBridge bridge;
  private final String peer;
  private final ReentrantLock lock = new ReentrantLock();
  private final BooleanSupplier news;
  private final byte[] single = new byte[1];
  private volatile boolean closed;

  StreamOutput(final StreamBridge bridge, final String peer) {
    this.bridge = bridge;
    this.peer = peer;
    news = () -> bridge.isWritable() || bridge.ended() != null || closed;
  }

  @Override
  public void write(final int octet) throws IOException {
    lock.lock();
    try {
      single[0] = (byte) octet;
      write(single, 0, 1);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(final byte[] source, final int offset, final int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    lock.lock();
    try {
      int written = 0;
      while (written < length) {
        check();
        final int count = bridge.outbound().write(source, offset + written, length - written);
        written += count;
        wroteOrWaited(count);
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #write(byte[], int, int)}, all that is left of {@code source}. */
  void write(final ByteBuffer source) throws IOException {
    lock.lock();
    try {
      while (source.hasRemaining()) {
        check();
        wroteOrWaited(bridge.outbound().write(source));
      }
    } finally {
      lock.unlock();
    }
  }

  private void wroteOrWaited(final int count) throws IOException {
    if (count > 0) {
      bridge.notifyEngine();
    } else if (!bridge.writers.await(news, Waiter.never())) {
      throw new InterruptedIOException(peer + ": interrupted while writing");
    }
  }

  /** No more will be written: the peer reads the end after the last octet. Wakes a writer that still blocks. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    bridge.writers.signal();
    lock.lock();
    try {
      bridge.outbound().finish();
    } finally {
      lock.unlock();
    }
    bridge.notifyEngine();
  }

  private void check() throws IOException {
    if (closed) {
      throw new IOException(peer + ": the output was closed by this side");
    }
    final CloseReason ended = bridge.ended();
    if (ended != null) {
      throw new ConnectionEndedException(peer, ended);
    }
  }
}
