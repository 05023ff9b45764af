package org.braidwire.stack.subflow;

/** What has the name of a TCP connection: a subflow, or what is left of one. */
public interface FourTuple {
  long localHigh();

  long localLow();

  int localPort();

  long remoteHigh();

  long remoteLow();

  int remotePort();
}
