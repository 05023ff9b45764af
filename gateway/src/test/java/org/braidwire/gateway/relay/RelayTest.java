package org.braidwire.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.gateway.relay.RelayEnd.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RelayTest {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration HALF_OPEN = Duration.ofSeconds(10);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PipeLeg client = new PipeLeg();
  private final PipeLeg target = new PipeLeg();
  private final AtomicLong nowNs = new AtomicLong();
  private final Relay relay = new Relay(client, target, new RelayLimits(64, IDLE, HALF_OPEN), nowNs::get);

  private FutureTask<RelayEnd> run(final ByteBuffer early) {
    final FutureTask<RelayEnd> running = new FutureTask<>(() -> relay.run(early));
    Thread.startVirtualThread(running);
    return running;
  }

  @Test
  void carriesBothWaysAndAnEndForAnEnd() throws Exception {
    final FutureTask<RelayEnd> running = run(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(target.take()).containsExactly(1, 2);
    client.send(3);
    assertThat(target.take()).containsExactly(3);
    client.sendEnd();
    assertThat(target.take()).isEmpty();

    target.send(4, 5, 6);
    assertThat(client.take()).containsExactly(4, 5, 6);
    target.sendEnd();
    assertThat(client.take()).isEmpty();

    assertThat(running.get()).isEqualTo(new RelayEnd(Why.FINISHED, "", 3, 3));
    assertThat(client.closed && target.closed).isTrue();
    assertThat(client.aborted || target.aborted).isFalse();
  }

  @Test
  void aResetOfOneSideIsAResetOfTheOther() throws Exception {
    final FutureTask<RelayEnd> running = run(NOTHING);
    client.send(1);
    assertThat(target.take()).containsExactly(1);
    client.sendReset();

    assertThat(running.get()).isEqualTo(new RelayEnd(Why.CLIENT_FAILED, "reset", 1, 0));
    assertThat(target.aborted).isTrue();
  }

  @Test
  void aSideThatTakesNoMoreEndsTheOther() throws Exception {
    target.takesNothing = true;
    final FutureTask<RelayEnd> running = run(NOTHING);
    client.send(1);

    assertThat(running.get()).isEqualTo(new RelayEnd(Why.TARGET_FAILED, "gone", 0, 0));
    assertThat(client.aborted).isTrue();
  }

  @Test
  void restsAsLongAsItMayAndNoLonger() throws Exception {
    final FutureTask<RelayEnd> running = run(NOTHING);
    nowNs.set(IDLE.toNanos());
    relay.endIfOverdue();
    client.send(1);
    assertThat(target.take()).containsExactly(1);
    awaitMoved();
    nowNs.addAndGet(IDLE.toNanos());
    relay.endIfOverdue();
    assertThat(running.isDone()).isFalse();

    nowNs.incrementAndGet();
    relay.endIfOverdue();
    assertThat(running.get()).isEqualTo(new RelayEnd(Why.IDLE, "", 1, 0));
    assertThat(client.aborted && target.aborted).isTrue();
  }

  @Test
  void withOneSideFinishedItRestsShorter() throws Exception {
    final FutureTask<RelayEnd> running = run(NOTHING);
    client.sendEnd();
    assertThat(target.take()).isEmpty();
    awaitHalfOpen();
    nowNs.set(HALF_OPEN.toNanos() + 1);
    relay.endIfOverdue();
    assertThat(running.get().why()).isEqualTo(Why.HALF_OPEN);
  }

  @Test
  void isStoppedAtOnce() throws Exception {
    final FutureTask<RelayEnd> running = run(NOTHING);
    relay.stop();
    assertThat(running.get().why()).isEqualTo(Why.STOPPED);
    assertThat(client.aborted && target.aborted).isTrue();
  }

  /** The octet was taken before its time was noted. */
  private void awaitMoved() throws InterruptedException {
    while (relay.restsSinceNs() != nowNs.get()) {
      Thread.sleep(1);
    }
  }

  private void awaitHalfOpen() throws InterruptedException {
    while (!relay.isHalfOpen()) {
      Thread.sleep(1);
    }
  }
}
