package org.braidwire.stack.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * Connections accepted on one port, for application threads to take. The queue between is bounded: a connection
 * that finds it full is aborted, so that an application which does not accept holds nothing back but itself.
 */
public final class StreamListener implements AutoCloseable {
  /** Connections that wait to be accepted. */
  static final int BACKLOG = 128;

  private final Braidwire stack;
  private final int port;
  private final MpscVarHandleArrayQueue<StreamBridge> waiting = new MpscVarHandleArrayQueue<>(BACKLOG);
  private final Waiter acceptors = new Waiter();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  StreamListener(final Braidwire stack, final int port) {
    this.stack = stack;
    this.port = port;
  }

  public int port() {
    return port;
  }

  /**
   * Engine: a connection is open. It may come while another thread closes, or after that: who closes sets the flag and
   * then looks at the queue, and here it is the other way round, so one of the two sees what the other did.
   */
  void offer(final StreamBridge bridge) {
    if (!waiting.offer(bridge)) {
      bridge.requestAbort();
      return;
    }
    acceptors.signal();
    abortLeft();
  }

  /** Waits for the next connection. */
  public StreamConnection accept() throws IOException {
    return accept(Duration.ofDays(2));
  }

  /**
   * Waits for the next connection, at most {@code timeout}.
   *
   * @throws SocketTimeoutException when none came
   */
  public StreamConnection accept(final Duration timeout) throws IOException {
    final long deadlineNs = Braidwire.deadlineAfter(timeout);
    lock.lock();
    try {
      while (true) {
        final StreamBridge next = waiting.poll();
        if (next != null) {
          return new StreamConnection(stack, next, "port " + port);
        }
        if (closed) {
          throw new IOException("port " + port + ": no longer listening");
        }
        if (!acceptors.await(this::hasNews, deadlineNs)) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("port " + port + ": interrupted while accepting");
          }
          throw new SocketTimeoutException("port " + port + ": no connection within " + inWords(timeout));
        }
      }
    } finally {
      lock.unlock();
      abortLeft();
    }
  }

  private static String inWords(final Duration time) {
    final BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString() + " s";
  }

  private boolean hasNews() {
    return !waiting.isEmpty() || closed;
  }

  /** Stops listening. Accepted connections go on; those that nobody took are aborted. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    stopped();
    stack.unlisten(this);
    abortLeft();
  }

  /**
   * Any thread, without waiting: once it is closed, aborts what nobody took. Where another thread holds the lock, that one
   * does so, for it comes here when it has let go of it; so what is left when the flag is seen is never left for good.
   */
  private void abortLeft() {
    while (closed && !waiting.isEmpty() && lock.tryLock()) {
      try {
        for (StreamBridge next = waiting.poll(); next != null; next = waiting.poll()) {
          next.requestAbort();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The stack has stopped, or is about to be told so. */
  void stopped() {
    closed = true;
    acceptors.signal();
  }
}
