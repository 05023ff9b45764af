package org.braidwire.lab.interop;

import org.braidwire.lab.PhaseTimes;
import org.braidwire.lab.StreamSink;

/** A slow application: the thread that brings bytes sleeps while the sink is paused. */
final class PausingSink implements StreamSink {
  private final StreamSink inner;
  private boolean paused;

  PausingSink(final StreamSink inner) {
    this.inner = inner;
  }

  synchronized void pause(final boolean on) {
    paused = on;
    notifyAll();
  }

  @Override
  public void accept(final long address, final int bytes, final long nowNs) {
    synchronized (this) {
      while (paused) {
        try {
          wait();
        } catch (final InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
    inner.accept(address, bytes, nowNs);
  }

  @Override
  public void onEnd(final long nowNs) {
    inner.onEnd(nowNs);
  }

  @Override
  public boolean hasEnded() {
    return inner.hasEnded();
  }

  @Override
  public long bytes() {
    return inner.bytes();
  }

  @Override
  public String fault() {
    return inner.fault();
  }

  @Override
  public PhaseTimes times() {
    return inner.times();
  }
}
