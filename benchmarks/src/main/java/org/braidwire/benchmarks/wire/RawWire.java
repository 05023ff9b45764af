package org.braidwire.benchmarks.wire;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.lab.Laboratory;

/** A kind of port with a wire between two of them: the peers of {@code bench wire}. */
public interface RawWire extends AutoCloseable {
  /** As reports call it. */
  String name();

  /** Opens the port of an end, 0 or 1, on the calling thread, receiving into {@code memory}. */
  FramePort open(int end, PacketMemory memory);

  /** The IPv4 address of an end. */
  int addressV4(int end);

  /** The hosts whose devices it joins, or null in memory. */
  Laboratory laboratory();

  @Override
  void close();
}
