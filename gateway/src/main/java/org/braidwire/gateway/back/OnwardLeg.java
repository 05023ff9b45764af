package org.braidwire.gateway.back;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.braidwire.gateway.relay.Leg;

/** The way to a target over a leg that it owns; what a leg does, that one does. */
abstract class OnwardLeg implements Onward {
  final Leg leg;

  OnwardLeg(final Leg leg) {
    this.leg = leg;
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    return leg.read(into);
  }

  @Override
  public final void write(final ByteBuffer from) throws IOException {
    leg.write(from);
  }

  @Override
  public final void finish() throws IOException {
    leg.finish();
  }

  @Override
  public final void abort() {
    leg.abort();
  }

  @Override
  public final void close() {
    leg.close();
  }
}
