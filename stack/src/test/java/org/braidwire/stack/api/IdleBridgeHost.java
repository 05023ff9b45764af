package org.braidwire.stack.api;

import org.braidwire.stack.base.Counter;

/** An engine that does nothing of what a bridge asks; a test overrides what it looks at. */
class IdleBridgeHost implements BridgeHost {
  @Override
  public void enqueue(final StreamBridge who) {}

  @Override
  public void tellAtCycleEnd(final StreamBridge who) {}

  @Override
  public void abandon(final StreamBridge who) {}

  @Override
  public void count(final Counter counter, final int amount) {}

  @Override
  public void forget(final StreamBridge who) {}
}
