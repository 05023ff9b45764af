package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks an engine that does not come round is told so, and where its thread is. */
@Timeout(30)
class RunningEngineTest {
  private static final long SOON_NS = 100_000_000L;

  private final StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults());
  private final Idling idling = Idling.of("yield", pair::nowNs);
  private final EngineAgent agent = new EngineAgent(
      "engine",
      pair.client,
      new EngineResources(PortPlacement.ON_ENGINE_THREAD, List.of(), null, List.of(), pair.clientMemory),
      pair::nowNs,
      idling,
      16);
  private final RunningEngine engine = new RunningEngine(agent, pair.client, new AgentThread(agent, idling), null);
  private final CountDownLatch asked = new CountDownLatch(1);

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void anEngineThatDoesNotAnswerFailsTheCallWhichThenNeverRuns() {
    assertThatThrownBy(() -> engine.call(this::ask, SOON_NS))
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("does not answer")
        .hasStackTraceContaining("engine has not begun");

    agent.onStart();
    agent.doWork();
    assertThat(asked.getCount()).isOne();
  }

  @Test
  void theComplaintShowsWhereTheEngineIsHeld() throws Exception {
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    agent.submit(() -> hold(held, released), Waiter.never());
    final Thread thread = Thread.ofPlatform().start(() -> {
      agent.onStart();
      agent.doWork();
    });
    held.await();

    assertThatThrownBy(() -> engine.call(this::ask, SOON_NS))
        .isInstanceOf(BraidwireException.class)
        .hasStackTraceContaining("RunningEngineTest.hold");

    released.countDown();
    thread.join();
    assertThat(asked.getCount()).isOne();
  }

  @Test
  void aFullQueueThatNobodyEmptiesFailsTheCall() {
    while (agent.submit(asked::countDown, Waiter.after(0))) {
      // until it is full
    }

    assertThatThrownBy(() -> engine.call(this::ask, SOON_NS)).hasMessageContaining("does not answer");
  }

  private int ask() {
    asked.countDown();
    return 1;
  }

  private static void hold(final CountDownLatch held, final CountDownLatch released) {
    held.countDown();
    while (released.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
