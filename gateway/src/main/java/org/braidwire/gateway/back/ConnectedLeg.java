package org.braidwire.gateway.back;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.Leg;

/**
 * The way to a target that is reached already.
 *
 * @param bound what the connection is bound to
 */
record ConnectedLeg(Leg leg, Endpoint bound) implements Onward {
  @Override
  public Endpoint awaitConnected() {
    return bound;
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    return leg.read(into);
  }

  @Override
  public void write(final ByteBuffer from) throws IOException {
    leg.write(from);
  }

  @Override
  public void finish() throws IOException {
    leg.finish();
  }

  @Override
  public void abort() {
    leg.abort();
  }

  @Override
  public void close() {
    leg.close();
  }
}
