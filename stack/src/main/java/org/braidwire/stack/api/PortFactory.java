package org.braidwire.stack.api;

import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;

/** Opens a port that is none of this machine's: a wire in memory, a test's. Called by the thread that starts the stack. */
@FunctionalInterface
public interface PortFactory {
  /**
   * Opens the port.
   *
   * @param engine number of the engine that it is for, from 0
   * @param request the interface, and the memory that the port is to use and no other
   */
  FramePort open(int engine, PortRequest request);
}
