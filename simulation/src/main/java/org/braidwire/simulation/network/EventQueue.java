package org.braidwire.simulation.network;

import java.util.PriorityQueue;

/**
 * What is to happen, by time and, at one time, in the order it was asked for: the order never depends on
 * anything but the calls made. One thread.
 */
final class EventQueue {
  private record Event(long atNs, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(final Event other) {
      final int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nextNumber;

  void add(final long atNs, final Runnable action) {
    events.add(new Event(atNs, nextNumber++, action));
  }

  /** Time of the next event, or {@code Long.MAX_VALUE}. */
  long nextNs() {
    final Event next = events.peek();
    return next == null ? Long.MAX_VALUE : next.atNs();
  }

  /** Runs what is due at {@code nowNs}, including what that adds for the same time. */
  void runDue(final long nowNs) {
    while (nextNs() <= nowNs) {
      events.remove().action().run();
    }
  }
}
