package org.braidwire.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.braidwire.stack.api.StreamConnection;

/** A connection of the stack. */
public final class StreamLeg implements Leg {
  private final StreamConnection connection;

  public StreamLeg(final StreamConnection connection) {
    this.connection = connection;
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    return connection.read(into);
  }

  @Override
  public void write(final ByteBuffer from) throws IOException {
    connection.write(from);
  }

  @Override
  public void finish() {
    connection.shutdownOutput();
  }

  @Override
  public void abort() {
    Thread.startVirtualThread(connection::abort); // which waits until the engine has done it
  }

  @Override
  public void close() {
    connection.close();
  }
}
