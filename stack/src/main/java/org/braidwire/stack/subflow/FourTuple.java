package org.braidwire.stack.subflow;

/** What has the name of a TCP connection: a subflow, or what is left of one. The name never changes. */
public abstract sealed class FourTuple permits Subflow, TimeWait {
  private final long localHigh;
  private final long localLow;
  private final int localPort;
  private final long remoteHigh;
  private final long remoteLow;
  private final int remotePort;

  FourTuple(final Subflow.Tuple tuple) {
    localHigh = tuple.localHigh();
    localLow = tuple.localLow();
    localPort = tuple.localPort();
    remoteHigh = tuple.remoteHigh();
    remoteLow = tuple.remoteLow();
    remotePort = tuple.remotePort();
  }

  /** The name by itself. */
  public Subflow.Tuple tuple() {
    return new Subflow.Tuple(localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort);
  }

  public final long localHigh() {
    return localHigh;
  }

  public final long localLow() {
    return localLow;
  }

  public final int localPort() {
    return localPort;
  }

  public final long remoteHigh() {
    return remoteHigh;
  }

  public final long remoteLow() {
    return remoteLow;
  }

  public final int remotePort() {
    return remotePort;
  }
}
