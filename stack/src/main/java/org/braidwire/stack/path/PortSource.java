package org.braidwire.stack.path;

/** Gives a free local port for a new subflow. Engine thread. */
@FunctionalInterface
public interface PortSource {
  /** A port such that the four-tuple is free, or 0. */
  int allocate(long localHigh, long localLow, long remoteHigh, long remoteLow, int remotePort);
}
