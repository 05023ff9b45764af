package org.braidwire.stack.api;

/** What a {@link StreamBridge} needs of the engine that it lives on. */
interface BridgeHost {
  /** Any thread: has {@code bridge} served in the next cycle. */
  void enqueue(StreamBridge bridge);

  /** Engine: the bridge has ended. */
  void forget(StreamBridge bridge);
}
