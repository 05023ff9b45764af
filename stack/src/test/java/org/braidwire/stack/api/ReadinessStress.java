package org.braidwire.stack.api;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Readiness}: what arrives while a connection is taken from the list, having nothing to say, is told all the same. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "an octet that nobody is told of")
@State
public class ReadinessStress {
  private static final MemorySegment OCTET = MemorySegment.ofArray(new byte[1]);

  private final FakeConnection connection = new FakeConnection();
  private final Readiness readiness = new Readiness();
  private final StreamBridge bridge = new StreamBridge(new IdleBridgeHost(), opened -> {});
  private final NonBlockingConnection channel = new NonBlockingConnection(null, bridge, readiness, "peer", true);
  private final ByteBuffer target = ByteBuffer.allocate(4);

  /** Leaves the connection on the list with nothing to read and no room wanted. */
  public ReadinessStress() {
    bridge.onEstablished(connection);
    bridge.tell();
    select();
    select();
    engine();
    read(channel);
    target.clear();
  }

  private void select() {
    readiness.select(Duration.ZERO, this::read);
  }

  private void read(final NonBlockingConnection from) {
    try {
      from.read(target);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Actor
  public final void engine() {
    bridge.onData(connection, OCTET, 0, 1);
    bridge.tell();
  }

  @Actor
  public void application() {
    select();
  }

  @Arbiter
  public void later(final I_Result r) {
    select();
    r.r1 = target.position();
  }
}
