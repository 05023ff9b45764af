package org.braidwire.stack.engine;

import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.ConnectionContext;

/** Makes the connection for a SYN that a listener takes. Engine thread. */
@FunctionalInterface
public interface Acceptor {
  Connection newConnection(ConnectionContext context);
}
