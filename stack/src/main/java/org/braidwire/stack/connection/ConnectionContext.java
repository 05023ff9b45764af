package org.braidwire.stack.connection;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.stack.subflow.SubflowContext;
import org.braidwire.stack.wire.MptcpCrypto;

/**
 * What all connections of one engine share. Engine thread.
 *
 * @param windows what all their windows may promise
 * @param receiveBufferBytes octets offered to each peer
 * @param sendBufferBytes octets one connection may hold unsent or unacknowledged
 * @param checksumWanted whether DSS checksums are asked for
 * @param multipath whether MPTCP is offered and accepted
 */
public record ConnectionContext(
    SubflowContext subflows,
    MptcpCrypto crypto,
    ConnectionHost host,
    TokenRegistry tokens,
    PathEvents paths,
    Scheduler scheduler,
    WindowBudget windows,
    int receiveBufferBytes,
    int sendBufferBytes,
    boolean checksumWanted,
    boolean multipath) {}
