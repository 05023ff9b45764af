package org.braidwire.stack.engine;

import org.agrona.collections.Int2ObjectHashMap;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.TokenRegistry;

/**
 * Token to connection, one engine's. The top bits of a token name the engine that owns it; keys are drawn until
 * they fit, so that with several engines a join finds its own wherever its SYN lands. Engine thread.
 */
final class TokenTable implements TokenRegistry {
  private final Int2ObjectHashMap<Connection> connections = new Int2ObjectHashMap<>();
  private final EngineSeat seat;

  TokenTable(final EngineSeat seat) {
    this.seat = seat;
  }

  @Override
  public Connection find(final int token) {
    return connections.get(token);
  }

  @Override
  public boolean isUsable(final int token) {
    return token != 0 && seat.ownerOfToken(token) == seat.index() && !connections.containsKey(token);
  }

  @Override
  public void register(final int token, final Connection connection) {
    connections.put(token, connection);
  }

  @Override
  public void unregister(final int token) {
    connections.remove(token);
  }
}
