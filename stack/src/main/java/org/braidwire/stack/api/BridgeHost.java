package org.braidwire.stack.api;

import org.braidwire.stack.base.Counter;

/** What a {@link StreamBridge} needs of the engine that it lives on. */
interface BridgeHost {
  /** Any thread: has {@code bridge} served in the next cycle. */
  void enqueue(StreamBridge bridge);

  /** Engine: {@link StreamBridge#tell} is called when the cycle ends. */
  void tellAtCycleEnd(StreamBridge bridge);

  /** Engine: the application is done with the bridge; if it does not end by itself in time it is aborted. */
  void abandon(StreamBridge bridge);

  /** Engine: adds to a counter of the stack. */
  void count(Counter counter, int amount);

  /** Engine: the bridge has ended. */
  void forget(StreamBridge bridge);
}
