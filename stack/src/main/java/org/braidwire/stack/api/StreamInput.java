package org.braidwire.stack.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The blocking read side of a {@link StreamConnection}. Any thread; one reads at a time. */
final class StreamInput extends InputStream {
  private final StreamBridge bridge;
  private final String peer;
  private final ReentrantLock lock = new ReentrantLock();
  private final BooleanSupplier news;
  private final byte[] single = new byte[1];

  StreamInput(final StreamBridge bridge, final String peer) {
    this.bridge = bridge;
    this.peer = peer;
    news = () -> bridge.inbound().readable() > 0
        || bridge.inbound().isDrained()
        || bridge.ended() != null
        || bridge.isDiscarding();
  }

  @Override
  public int read() throws IOException {
    lock.lock();
    try {
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(final byte[] target, final int offset, final int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      if (!awaitOctets()) {
        return -1;
      }
      final int count = bridge.inbound().read(target, offset, length);
      bridge.afterRead();
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #read(byte[], int, int)}, into what is left of {@code target}. */
  int read(final ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    lock.lock();
    try {
      if (!awaitOctets()) {
        return -1;
      }
      final int count = bridge.inbound().read(target);
      bridge.afterRead();
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there are octets, or none will come. */
  private boolean awaitOctets() throws IOException {
    while (true) {
      // Looked at before the ring: octets that came before the end are then still seen.
      final CloseReason ended = bridge.ended();
      if (bridge.isDiscarding()) {
        throw new IOException(peer + ": the input was closed by this side");
      }
      if (bridge.inbound().readable() > 0) {
        return true;
      }
      if (bridge.inbound().isDrained() || ended == CloseReason.FINISHED) {
        return false;
      }
      if (ended != null) {
        throw new ConnectionEndedException(peer, ended);
      }
      if (!bridge.readers.await(news, Waiter.never())) {
        throw new InterruptedIOException(peer + ": interrupted while reading");
      }
    }
  }

  @Override
  public int available() {
    return bridge.inbound().readable();
  }

  /** What arrives from now on is discarded; the connection goes on. */
  @Override
  public void close() {
    bridge.discardInput();
  }
}
