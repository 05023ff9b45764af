package org.braidwire.io.port;

/**
 * A source of news about links (netlink in production). The engine polls it between cycles on its own thread;
 * ports whose carrier changed then answer {@link FramePort#linkUp()} anew.
 */
public interface LinkMonitor extends AutoCloseable {
  /** Takes waiting news without blocking; returns how many. */
  int poll();

  /** A descriptor that is readable while {@link #poll} would find news, or {@link FramePort#NO_DESCRIPTOR}. */
  default int readinessFd() {
    return FramePort.NO_DESCRIPTOR;
  }

  @Override
  void close();
}
