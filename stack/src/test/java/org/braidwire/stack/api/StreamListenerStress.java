package org.braidwire.stack.api;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link StreamListener}: a connection that opens while the listener is closed is taken or aborted, and never both. */
public class StreamListenerStress {
  private static final Braidwire STACK = new Braidwire(List.of());

  private StreamListenerStress() {}

  /** The engine has a connection while an application closes. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "neither taken nor aborted: nobody will ever end it")
  @State
  public static class Closed {
    private final Offered offered = new Offered();

    @Actor
    public void engine() {
      offered.offer();
    }

    @Actor
    public void application() {
      offered.listener.close();
    }

    @Arbiter
    public void later(final I_Result r) {
      r.r1 = offered.aborts.get();
    }
  }

  /** The same, and a thread that accepts holds what is needed to abort, or takes the connection. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "neither taken nor aborted, or both")
  @State
  public static class ClosedWhileAccepting {
    private final Offered offered = new Offered();

    @Actor
    public void engine() {
      offered.listener.close();
      offered.offer();
    }

    @Actor
    public void application(final II_Result r) {
      try {
        offered.listener.accept(Duration.ZERO);
        r.r1 = 1;
      } catch (final IOException nobodyCameOrClosed) {
        r.r1 = 0;
      }
    }

    @Arbiter
    public void later(final II_Result r) {
      r.r2 = offered.aborts.get();
    }
  }

  /** A listener of a stack without engines, and a connection for it; counts what its engine is asked for. */
  private static final class Offered extends IdleBridgeHost {
    private final StreamListener listener = new StreamListener(STACK, 1);
    private final AtomicInteger aborts = new AtomicInteger();

    void offer() {
      listener.offer(new StreamBridge(this, opened -> {}));
    }

    @Override
    public void enqueue(final StreamBridge who) {
      aborts.incrementAndGet();
    }
  }
}
