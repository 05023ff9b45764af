package org.braidwire.io.port;

import org.braidwire.io.frame.PacketMemory;

/** Two ports joined by a link, as a contract test sees them, with the switches of that link. */
public interface PortPair extends AutoCloseable {
  FramePort near();

  FramePort far();

  PacketMemory nearMemory();

  PacketMemory farMemory();

  /** Takes the link down or up and returns when both ports have noticed. */
  void setLinkUp(boolean up) throws Exception;

  @Override
  void close() throws Exception;
}
