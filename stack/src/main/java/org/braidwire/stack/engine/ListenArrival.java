package org.braidwire.stack.engine;

import org.agrona.collections.Int2ObjectHashMap;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.ConnectionContext;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.InboundSegment;

/**
 * A SYN arrives for a port that is listened on (RFC 9293 3.10.7.2): a new connection, within the bound on
 * connections; beyond it silence, and the peer tries again. Engine thread.
 */
final class ListenArrival {
  private final ConnectionContext context;
  private final EngineConnections connections;
  private final int maxConnections;
  private final Int2ObjectHashMap<Acceptor> listeners = new Int2ObjectHashMap<>();

  ListenArrival(final ConnectionContext context, final EngineConnections connections, final int maxConnections) {
    this.context = context;
    this.connections = connections;
    this.maxConnections = maxConnections;
  }

  void listen(final int port, final Acceptor acceptor) {
    if (listeners.containsKey(port)) {
      throw new IllegalStateException("port " + port + " is listened on already");
    }
    listeners.put(port, acceptor);
  }

  void unlisten(final int port) {
    listeners.remove(port);
  }

  /** Takes the SYN; false when it is to be refused: nobody listens on its port, or the listener failed. */
  boolean onSyn(
      final InboundSegment syn,
      final LinkAttachment link,
      final Subflow.Tuple tuple,
      final boolean roomForSubflow,
      final long nowNs) {
    final Acceptor acceptor = listeners.get(syn.dstPort());
    if (acceptor == null) {
      return false;
    }
    if (connections.count() >= maxConnections || !roomForSubflow) {
      context.subflows().counters().increment(Counter.CONNECTIONS_REFUSED);
      return true;
    }
    final Connection connection = newConnection(acceptor);
    if (connection == null) {
      return false;
    }
    connections.add(connection);
    connection.opener().accept(link, tuple, syn, nowNs);
    return true;
  }

  /** An application that fails to make its handler refuses this peer, and harms nobody else. */
  private Connection newConnection(final Acceptor acceptor) {
    try {
      return acceptor.newConnection(context);
    } catch (final Exception failure) {
      context.subflows().counters().increment(Counter.HANDLER_FAILURES);
      return null;
    }
  }
}
