package org.braidwire.benchmarks.setup;

import java.util.Map;

/** The end that connects, asks, and closes first. One thread; connections under way are told apart by their slots. */
interface SetupNear extends AutoCloseable {
  /** Opens it; the far end is open and being turned. */
  void open();

  /** Begins connection {@code number}, numbered from 0, in a slot that is free. */
  void begin(int slot, long number);

  /** Looks once at what has come; tells {@code events} what that is to the connections under way. */
  void turn(SetupEvents events);

  /** Connections that are closed in both directions, seen from this end. */
  long closed();

  /** What was really used, by name; fails where it was not what the peer's name says. */
  Map<String, String> used();

  @Override
  void close();
}
