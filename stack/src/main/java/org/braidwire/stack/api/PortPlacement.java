package org.braidwire.stack.api;

import java.util.function.Function;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PortRequest;

/** Which thread drives the ports of an engine. Called by the thread that opens them, before any thread starts. */
interface PortPlacement extends AutoCloseable {
  /** Opens a device by {@code opener} for the thread that is to drive it; what the engine sees of it. */
  FramePort open(PortRequest request, Function<PortRequest, FramePort> opener);

  /** Takes news of links for the thread that drives the ports; what is left for the engine to ask, or null. */
  LinkMonitor links(LinkMonitor monitor);

  /** Ends the thread and closes the devices, where they are not the engine's own. */
  @Override
  void close();

  /** The engine's thread drives its ports itself. */
  PortPlacement ON_ENGINE_THREAD = new PortPlacement() {
    @Override
    public FramePort open(final PortRequest request, final Function<PortRequest, FramePort> opener) {
      return opener.apply(request);
    }

    @Override
    public LinkMonitor links(final LinkMonitor monitor) {
      return monitor;
    }

    @Override
    public void close() {
      // the ports are closed by the engine
    }
  };
}
