package org.braidwire.stack.engine;

import org.braidwire.stack.base.KeepAlive;

/**
 * What an engine is told at start.
 *
 * @param receiveBufferBytes window of each connection
 * @param sendBufferBytes send buffer of each connection
 * @param checksum whether DSS checksums are asked for
 * @param multipath whether MPTCP is spoken
 * @param noDelay whether small segments leave at once
 * @param ackPerCycle whether what one cycle brings is acknowledged once, at its end
 * @param scheduler name of the scheduler
 * @param congestionControl name of the congestion control
 * @param keepAlive when a peer that rests is asked whether it is there
 * @param maxConnections bound on connections
 */
public record EngineConfig(
    int receiveBufferBytes,
    int sendBufferBytes,
    boolean checksum,
    boolean multipath,
    boolean noDelay,
    boolean ackPerCycle,
    String scheduler,
    String congestionControl,
    KeepAlive keepAlive,
    int maxConnections) {}
