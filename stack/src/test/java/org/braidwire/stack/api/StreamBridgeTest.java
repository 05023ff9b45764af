package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test is the engine's thread; the queue is looked at by hand. */
@Timeout(30)
class StreamBridgeTest {
  private static final int RING = StreamBridge.RING_BYTES;

  private final List<StreamBridge> queue = new ArrayList<>();
  private final List<StreamBridge> withNews = new ArrayList<>();
  private final List<StreamBridge> abandoned = new ArrayList<>();
  private final List<StreamBridge> forgotten = new ArrayList<>();
  private final FakeConnection connection = new FakeConnection();
  private final StreamBridge bridge = new StreamBridge(
      new IdleBridgeHost() {
        @Override
        public void enqueue(final StreamBridge who) {
          queue.add(who);
        }

        @Override
        public void tellAtCycleEnd(final StreamBridge who) {
          withNews.add(who);
        }

        @Override
        public void abandon(final StreamBridge who) {
          abandoned.add(who);
        }

        @Override
        public void forget(final StreamBridge who) {
          forgotten.add(who);
        }
      },
      opened -> {});
  private final StreamInput input = new StreamInput(bridge, "peer");
  private final StreamOutput output = new StreamOutput(bridge, "peer");

  @BeforeEach
  void establish() {
    bridge.onEstablished(connection);
  }

  private int arrive(final int length) {
    return bridge.onData(connection, MemorySegment.ofArray(new byte[length]), 0, length);
  }

  /** The cycle ends. */
  private void tellAll() {
    final List<StreamBridge> telling = List.copyOf(withNews);
    withNews.clear();
    telling.forEach(StreamBridge::tell);
  }

  private void serveAll() {
    final List<StreamBridge> waiting = List.copyOf(queue);
    queue.clear();
    waiting.forEach(StreamBridge::serve);
  }

  @Test
  void refusesWhatAFullRingCannotHoldAndResumesWhenTheReaderHasMadeRoom() throws IOException {
    assertThat(arrive(RING - 10)).isEqualTo(RING - 10);
    assertThat(arrive(100)).isEqualTo(10);

    input.read(new byte[RING / 8]);
    assertThat(queue).as("an eighth is not worth it").isEmpty();
    input.read(new byte[RING / 4]);
    serveAll();
    assertThat(connection.resumes).isEqualTo(1);
    input.read(new byte[RING / 4]);
    assertThat(queue).as("resumed already").isEmpty();
  }

  @Test
  void isQueuedOnceHoweverOftenTheWriterWrites() throws IOException {
    output.write(new byte[10]);
    output.write(new byte[10]);
    assertThat(queue).hasSize(1);
    connection.room = 100;
    serveAll();
    assertThat(connection.sent.size()).isEqualTo(20);
    output.write(new byte[10]);
    assertThat(queue).hasSize(1);
  }

  @Test
  void wakesOnceForAllThatACycleBrought() {
    tellAll();
    arrive(10);
    arrive(10);
    bridge.onPeerClosed(connection);
    assertThat(withNews).hasSize(1);
    tellAll();
    arrive(10);
    assertThat(withNews).hasSize(1);
  }

  @Test
  void isLeftToFinishByItselfOnceItsApplicationHasAbandonedIt() throws IOException {
    output.write(new byte[10]);
    bridge.abandon();
    bridge.abandon();
    serveAll();
    serveAll();
    assertThat(abandoned).containsExactly(bridge);
    assertThat(arrive(10)).as("discarded").isEqualTo(10);
    assertThat(connection.closed).as("ten octets are to be sent first").isFalse();
    connection.room = 10;
    bridge.onWritable(connection);
    assertThat(connection.closed).isTrue();
  }

  /** Each octet is a step of both threads, and each step can be the one whose wake-up is lost. */
  @Test
  void losesNoWakeUpHoweverTheThreadsMeet() throws Exception {
    final int octets = 100_000;
    final MpscVarHandleArrayQueue<StreamBridge> pending = new MpscVarHandleArrayQueue<>(4);
    final List<StreamBridge> news = new ArrayList<>();
    final FakeConnection loop = new FakeConnection();
    final StreamBridge tried = new StreamBridge(host(pending, news), opened -> {});
    loop.onOffer = octet -> tried.onData(loop, MemorySegment.ofArray(octet), 0, octet.length);
    tried.onEstablished(loop);
    final StreamInput in = new StreamInput(tried, "peer");
    final StreamOutput out = new StreamOutput(tried, "peer");
    final AtomicBoolean done = new AtomicBoolean();
    final Thread engine = Thread.ofPlatform().start(() -> {
      while (!done.get()) {
        final StreamBridge next = pending.poll();
        if (next != null) {
          loop.room = RING;
          next.serve();
        }
        news.forEach(StreamBridge::tell);
        news.clear();
      }
    });
    for (int i = 0; i < octets; i++) {
      out.write(i);
      assertThat(in.read()).isEqualTo(i & 0xff);
    }
    done.set(true);
    engine.join();
  }

  private static BridgeHost host(final MpscVarHandleArrayQueue<StreamBridge> pending, final List<StreamBridge> news) {
    return new IdleBridgeHost() {
      @Override
      public void enqueue(final StreamBridge who) {
        assertThat(pending.offer(who)).isTrue();
      }

      @Override
      public void tellAtCycleEnd(final StreamBridge who) {
        news.add(who);
      }
    };
  }

  @Test
  void keepsWhatTheSendBufferRefusesUntilItIsWritable() throws IOException {
    connection.room = 7;
    output.write("hello, world".getBytes(US_ASCII));
    serveAll();
    assertThat(connection.sent.toString(US_ASCII)).isEqualTo("hello, ");
    connection.room = 100;
    bridge.onWritable(connection);
    assertThat(connection.sent.toString(US_ASCII)).isEqualTo("hello, world");
  }

  @Test
  void finishesOnlyAfterTheLastOctet() throws IOException {
    connection.room = 5;
    output.write(new byte[10]);
    output.close();
    serveAll();
    assertThat(connection.closed).isFalse();
    connection.room = 5;
    bridge.onWritable(connection);
    assertThat(connection.closed).isTrue();
  }

  @Test
  void blocksTheWriterUntilTheNetworkTakesMore() throws Exception {
    final CompletableFuture<Void> written = new CompletableFuture<>();
    final Thread writer = Thread.ofVirtual().start(() -> {
      try {
        output.write(new byte[2 * RING]);
        written.complete(null);
      } catch (final IOException failure) {
        written.completeExceptionally(failure);
      }
    });
    while (bridge.outbound().writable() > 0) {
      Thread.onSpinWait();
    }
    assertThat(written).isNotDone();
    while (!written.isDone()) {
      connection.room = RING / 2;
      bridge.serve();
      tellAll();
    }
    connection.room = RING;
    bridge.serve();
    writer.join();
    assertThat(written.get()).isNull();
    assertThat(connection.sent.size()).isEqualTo(2 * RING);
  }

  @Test
  void givesWhatArrivedBeforeAResetAndThenTheReset() throws IOException {
    arrive(3);
    bridge.onClosed(connection, CloseReason.RESET_BY_PEER);
    assertThat(forgotten).containsExactly(bridge);
    assertThat(input.read(new byte[10])).isEqualTo(3);
    assertThatThrownBy(input::read)
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.RESET_BY_PEER));
    assertThatThrownBy(() -> output.write(1)).isInstanceOf(ConnectionEndedException.class);
  }

  @Test
  void readsTheEndAfterTheLastOctet() throws IOException {
    arrive(3);
    bridge.onPeerClosed(connection);
    assertThat(input.read(new byte[10])).isEqualTo(3);
    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void discardsAndResumesOnceTheInputIsClosed() {
    arrive(RING);
    assertThat(arrive(10)).isZero();
    input.close();
    serveAll();
    assertThat(connection.resumes).isEqualTo(1);
    assertThat(arrive(10)).isEqualTo(10);
    assertThatThrownBy(input::read).isInstanceOf(IOException.class);
  }

  @Test
  void abortsOnRequest() {
    bridge.requestAbort();
    serveAll();
    assertThat(connection.aborted).isTrue();
  }
}
