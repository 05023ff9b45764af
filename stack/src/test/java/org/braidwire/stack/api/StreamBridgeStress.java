package org.braidwire.stack.api;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link StreamBridge}: of two threads that each publish and then look, one sees the other's step at least. */
public class StreamBridgeStress {
  /** Small, for many tries. */
  private static final int RING_BYTES = 4;

  private static final MemorySegment RING_FULL = MemorySegment.ofArray(new byte[RING_BYTES]);
  private static final byte[] OCTET = {1};

  private StreamBridgeStress() {}

  /** The engine finds the inbound ring full while the reader empties it. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "taken, and asked once too often")
  @Outcome(expect = FORBIDDEN, desc = "the octets wait in the stack, and nobody will offer them again")
  @State
  public static class Stalled {
    private final Host host = new Host();
    private final StreamBridge bridge = host.bridge(0);
    private final byte[] target = new byte[RING_BYTES];
    private int taken;

    /** Fills the ring. */
    public Stalled() {
      bridge.onData(host.connection, RING_FULL, 0, RING_BYTES);
    }

    @Actor
    public void engine() {
      taken = bridge.onData(host.connection, RING_FULL, 0, 1);
    }

    @Actor
    public void reader() {
      bridge.inbound().read(target, 0, target.length);
      bridge.afterRead();
    }

    @Arbiter
    public void later(final I_Result r) {
      r.r1 = taken + host.asked.get();
    }
  }

  /** The writer adds octets while the engine serves what it was asked for before. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "sent, and asked once too often")
  @Outcome(expect = FORBIDDEN, desc = "the octet lies in the ring, and nobody will send it")
  @State
  public static class Served {
    private final Host host = new Host();
    private final StreamBridge bridge = host.bridge(1);

    /** Leaves a question that the engine has not answered yet. */
    public Served() {
      bridge.notifyEngine();
      host.asked.set(0);
    }

    @Actor
    public void writer() {
      bridge.outbound().write(OCTET, 0, OCTET.length);
      bridge.notifyEngine();
    }

    @Actor
    public void engine() {
      bridge.serve();
    }

    @Arbiter
    public void later(final I_Result r) {
      r.r1 = host.connection.sent.size() + host.asked.get();
    }
  }

  /** Counts how often the engine was asked. */
  private static final class Host extends IdleBridgeHost {
    private final FakeConnection connection = new FakeConnection();
    private final AtomicInteger asked = new AtomicInteger();

    StreamBridge bridge(final int room) {
      connection.room = room;
      final StreamBridge bridge = new StreamBridge(this, opened -> {}, RING_BYTES);
      bridge.onEstablished(connection);
      return bridge;
    }

    @Override
    public void enqueue(final StreamBridge who) {
      asked.incrementAndGet();
    }
  }
}
