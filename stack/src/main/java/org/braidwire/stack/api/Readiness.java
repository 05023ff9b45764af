package org.braidwire.stack.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Lets one application thread serve many {@link NonBlockingConnection}s, of one stack or several, without looking at
 * each: they come to it when they have something to say. What {@code Selector} is for channels, in small.
 *
 * <p>A connection is ready as long as there is something to read that was not read, the end of the input and of the
 * connection included; once when it opens; and once when there is room again after a write or claim that found too
 * little. Connections that this side closed are not. One thread selects at a time; {@link #wakeup()} may be called by
 * any.
 */
public final class Readiness {
  /** Those that became ready, the latest first, linked through the connections themselves: nothing to overflow. */
  private final AtomicReference<NonBlockingConnection> latest = new AtomicReference<>();

  private final Waiter selectors = new Waiter();
  private final BooleanSupplier news = this::hasNews;

  /** The selecting thread's: what was handed out the last time, and may not have been read to its end. */
  private final Deque<NonBlockingConnection> handedOut = new ArrayDeque<>();

  private volatile boolean woken;

  private boolean hasNews() {
    return latest.get() != null || woken;
  }

  /**
   * Waits until at least one connection is ready, then gives each that is to {@code action}, the longest ready first.
   *
   * @param timeout how long to wait; zero only looks
   * @return how many were given; 0 after {@code timeout}, {@link #wakeup()} or an interrupt
   */
  public int select(final Duration timeout, final Consumer<NonBlockingConnection> action) {
    for (NonBlockingConnection last = handedOut.poll(); last != null; last = handedOut.poll()) {
      last.tellIfReadable();
    }
    selectors.await(news, Braidwire.deadlineAfter(timeout));
    woken = false;
    NonBlockingConnection next = inOrder(latest.getAndSet(null));
    int count = 0;
    try {
      while (next != null) {
        final NonBlockingConnection ready = next;
        next = ready.nextReady;
        if (ready.take()) {
          handedOut.add(ready);
          count++;
          action.accept(ready);
        }
      }
    } finally {
      listAgain(next); // the action threw: those behind have not been given yet
    }
    return count;
  }

  private void listAgain(final NonBlockingConnection rest) {
    NonBlockingConnection next = rest;
    while (next != null) {
      final NonBlockingConnection connection = next;
      next = connection.nextReady;
      add(connection);
    }
  }

  private static NonBlockingConnection inOrder(final NonBlockingConnection latestFirst) {
    NonBlockingConnection rest = latestFirst;
    NonBlockingConnection reversed = null;
    while (rest != null) {
      final NonBlockingConnection connection = rest;
      rest = connection.nextReady;
      connection.nextReady = reversed;
      reversed = connection;
    }
    return reversed;
  }

  /** Ends a {@link #select} that waits, or the next one. Any thread. */
  public void wakeup() {
    woken = true;
    selectors.signal();
  }

  /** Any thread: {@code connection}, which is not among the ready, becomes so. */
  void add(final NonBlockingConnection connection) {
    NonBlockingConnection before;
    do {
      before = latest.get();
      connection.nextReady = before;
    } while (!latest.compareAndSet(before, connection));
    selectors.signal();
  }
}
