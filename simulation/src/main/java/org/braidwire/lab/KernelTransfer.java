package org.braidwire.lab;

import org.braidwire.io.linux.KernelSocket;

/** Moves bytes between one kernel socket and its source and sink, both ways at once. Owned by the peer's thread. */
final class KernelTransfer {
  static final int BUFFER_BYTES = 256 * 1024;
  /** Longest sleep, so that a request to stop is soon seen. */
  static final long POLL_NS = 20_000_000L;

  private final KernelSocket socket;
  private final StreamSource source;
  private final StreamSink sink;
  private final PhaseTimes writeTimes;
  private final long incoming;
  private final long outgoing;
  private int pending;
  private int written;
  private boolean blocked;
  private boolean ended;
  private volatile long sentBytes;

  /** @param buffers address of twice {@link #BUFFER_BYTES} octets */
  KernelTransfer(
      final KernelSocket socket,
      final StreamSource source,
      final StreamSink sink,
      final PhaseTimes writeTimes,
      final long buffers) {
    this.socket = socket;
    this.source = source;
    this.sink = sink;
    this.writeTimes = writeTimes;
    this.incoming = buffers;
    this.outgoing = buffers + BUFFER_BYTES;
  }

  /** Whether both directions have ended. */
  boolean isDone() {
    return ended && sink.hasEnded();
  }

  /** Bytes that the socket has taken; any thread may ask. */
  long sentBytes() {
    return sentBytes;
  }

  /** Does what can be done now, and sleeps a little where there is nothing. */
  void turn() {
    final long nowNs = System.nanoTime();
    refill(nowNs);
    send(nowNs);
    if (!receive()) {
      sleep();
    } else if (blocked) {
      // Bytes that never cease to arrive must not keep this side from sending.
      blocked = (socket.poll(KernelSocket.WRITABLE, 0) & KernelSocket.WRITABLE) == 0;
    }
  }

  private void refill(final long nowNs) {
    if (ended || written < pending) {
      return;
    }
    written = 0;
    pending = source.produce(outgoing, BUFFER_BYTES, nowNs);
    if (pending == 0 && source.isExhausted()) {
      socket.shutdownWrite();
      ended = true;
    }
  }

  private void send(final long nowNs) {
    if (blocked || written == pending) {
      return;
    }
    final int taken = socket.write(outgoing + written, pending - written);
    blocked = taken == KernelSocket.WOULD_BLOCK;
    if (taken > 0) {
      written += taken;
      final long before = sentBytes; // one writer
      sentBytes = before + taken;
      writeTimes.onDelivery(nowNs);
    }
  }

  /** Takes what has arrived; true when there may be more. */
  private boolean receive() {
    if (sink.hasEnded()) {
      return false;
    }
    final int taken = socket.read(incoming, BUFFER_BYTES);
    if (taken == KernelSocket.END_OF_STREAM) {
      sink.onEnd(System.nanoTime());
    } else if (taken > 0) {
      sink.accept(incoming, taken, System.nanoTime());
    }
    return taken != KernelSocket.WOULD_BLOCK;
  }

  private void sleep() {
    final long timeoutNs = sleepNs();
    if (timeoutNs > 0) {
      final int reading = sink.hasEnded() ? 0 : KernelSocket.READABLE;
      final int ready = socket.poll(reading | (blocked ? KernelSocket.WRITABLE : 0), timeoutNs);
      blocked = blocked && (ready & KernelSocket.WRITABLE) == 0;
    }
  }

  private long sleepNs() {
    if (ended || blocked) {
      return POLL_NS;
    }
    if (written < pending) {
      return 0;
    }
    final long nowNs = System.nanoTime();
    final long dueNs = source.nextDueNs(nowNs);
    if (dueNs == StreamSource.NOW || dueNs == StreamSource.NEVER) {
      return 0; // more to send, or the end to announce
    }
    return Math.clamp(dueNs - nowNs, 0, POLL_NS);
  }
}
