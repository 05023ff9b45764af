package org.braidwire.stack.net;

import org.braidwire.stack.wire.Checksum;

/** What was summed of a payload before it is sent. Owned by this floor, implemented above; called on the engine's thread. */
@FunctionalInterface
public interface PayloadSums {
  /** Of no payload. */
  PayloadSums EMPTY = index -> 0;

  /**
   * The sum of the octets that one segment on the wire carries, as {@link Checksum#partial} gives it, or {@link
   * Checksum#UNKNOWN}.
   *
   * @param index which segment of the run, counted from 0
   */
  int ofSegment(int index);
}
