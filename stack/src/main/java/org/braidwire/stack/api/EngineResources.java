package org.braidwire.stack.api;

import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;

/**
 * What a running engine must give back: the thread that drives its ports, its ports, its link monitor, the locks on its
 * addresses, its memory, in this order. Opened by the thread that starts the stack, then the engine's.
 *
 * @param placement which thread drives the ports
 * @param links news about the links for the engine to ask for, or null
 * @param locks whatever else is held while the ports are open
 */
record EngineResources(
    PortPlacement placement,
    List<FramePort> ports,
    LinkMonitor links,
    List<AutoCloseable> locks,
    PacketMemory memory)
    implements AutoCloseable {

  /** Closes everything, also when one of them fails; the first failure is thrown at the end. */
  @Override
  public void close() {
    RuntimeException first = closeOne(placement, null);
    for (final FramePort port : ports) {
      first = closeOne(port, first);
    }
    if (links != null) {
      first = closeOne(links, first);
    }
    for (final AutoCloseable lock : locks) {
      first = closeOne(lock, first);
    }
    first = closeOne(memory, first);
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException closeOne(final AutoCloseable resource, final RuntimeException first) {
    try {
      resource.close();
      return first;
    } catch (final Exception failure) {
      final RuntimeException wrapped =
          failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
      if (first == null) {
        return wrapped;
      }
      first.addSuppressed(wrapped);
      return first;
    }
  }
}
