package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.braidwire.stack.base.KeepAlive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BraidwireTest {
  private static final int PORT = 5001;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int STREAM_BYTES = 16 << 20;

  private final MemoryPair wires = new MemoryPair();
  private final Braidwire server = wires.server().start();
  private final Braidwire client = wires.client().start();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private interface Body<T> {
    T run() throws Exception;
  }

  private static <T> Future<T> inBackground(final Body<T> body) {
    final CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      try {
        result.complete(body.run());
      } catch (final Throwable failure) {
        result.completeExceptionally(failure);
      }
    });
    return result;
  }

  private record Ends(StreamConnection server, StreamConnection client) {}

  private Ends connect() throws Exception {
    try (StreamListener listener = server.listen(PORT)) {
      final StreamConnection connection = client.connect(MemoryPair.SERVER, PORT, PATIENCE);
      return new Ends(listener.accept(PATIENCE), connection);
    }
  }

  private static byte[] randomBytes(final int seed) {
    final byte[] bytes = new byte[STREAM_BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Future<Void> send(final StreamConnection to, final byte[] bytes) {
    return inBackground(() -> {
      to.output().write(bytes);
      to.shutdownOutput();
      return null;
    });
  }

  @Test
  void carriesStreamsBothWaysAtOnceOverBothPaths() throws Exception {
    final Ends ends = connect();
    final byte[] up = randomBytes(1);
    final byte[] down = randomBytes(2);
    final Future<Void> sendingUp = send(ends.client, up);
    final Future<Void> sendingDown = send(ends.server, down);
    final Future<byte[]> arrivedUp = inBackground(() -> ends.server.input().readAllBytes());

    assertThat(ends.client.input().readAllBytes()).isEqualTo(down);
    assertThat(arrivedUp.get()).isEqualTo(up);
    sendingUp.get();
    sendingDown.get();
    assertThat(ends.client.awaitEnd(PATIENCE)).isTrue();
    assertThat(ends.server.awaitEnd(PATIENCE)).isTrue();
    assertThat(ends.client.closeReason()).isEqualTo(CloseReason.FINISHED);
    assertThat(ends.server.closeReason()).isEqualTo(CloseReason.FINISHED);
    assertThat(ends.client.info().multipath()).isTrue();
  }

  @Test
  void echoesThroughAHandlerOnTheEnginesThread() throws Exception {
    server.listen(PORT, EchoHandler::new);
    try (StreamConnection connection = client.connect(MemoryPair.SERVER, PORT, PATIENCE)) {
      connection.output().write("over and back".getBytes(US_ASCII));
      connection.shutdownOutput();
      assertThat(connection.input().readAllBytes()).asString(US_ASCII).isEqualTo("over and back");
    }
  }

  @Test
  void holdsTheWriterBackWhileTheReaderSleepsAndLosesNothing() throws Exception {
    final Ends ends = connect();
    final byte[] bytes = randomBytes(3);
    final Future<Void> sending = send(ends.client, bytes);
    awaitStandstill(ends.client);
    assertThat(sending.isDone()).isFalse();

    assertThat(ends.server.input().readAllBytes()).isEqualTo(bytes);
    sending.get();
  }

  /** Until the sender's side has taken nothing for a while: every buffer on the way is full. */
  private static void awaitStandstill(final StreamConnection connection) throws InterruptedException {
    long before = -1;
    long now = connection.info().sentBytes();
    while (now == 0 || now != before) {
      before = now;
      Thread.sleep(100);
      now = connection.info().sentBytes();
    }
  }

  /** RFC 9293 3.8.4, MUST-24: each connection may turn it on. */
  @Test
  void asksARestingPeerWhereThatConnectionWantsIt() throws Exception {
    final Ends ends = connect();
    ends.client.keepAlive(KeepAlive.after(1_000_000_000L));
    while (client.counters().get("KEEP_ALIVES_SENT") == 0) {
      Thread.sleep(50);
    }
    assertThat(server.counters()).containsEntry("KEEP_ALIVES_SENT", 0L);

    ends.client.abort();
    ends.client.keepAlive(KeepAlive.OFF); // of no interest any more, and no error
  }

  @Test
  void goesOnReadingAfterTheOutputWasShutDown() throws Exception {
    final Ends ends = connect();
    ends.client.shutdownOutput();
    assertThat(ends.server.input().read()).isEqualTo(-1);
    ends.server.output().write("late".getBytes(US_ASCII));
    ends.server.shutdownOutput();
    assertThat(ends.client.input().readAllBytes()).asString(US_ASCII).isEqualTo("late");
  }

  @Test
  void showsTheOtherSideAnAbortAsAReset() throws Exception {
    final Ends ends = connect();
    ends.client.abort();
    final InputStream input = ends.server.input();
    assertThatThrownBy(input::read)
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.RESET_BY_PEER));
    assertThat(ends.client.closeReason()).isEqualTo(CloseReason.ABORTED);
  }

  @Test
  void isRefusedWhereNobodyListens() {
    assertThatThrownBy(() -> client.connect(MemoryPair.SERVER, PORT + 1, PATIENCE))
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.REFUSED));
  }

  @Test
  void givesUpConnectingToAnAddressThatDoesNotAnswer() {
    wires.wire1.setSilentDrop(true);
    assertThatThrownBy(() -> client.connect(MemoryPair.SERVER, PORT, Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.TIMED_OUT));
  }

  @Test
  void givesUpAcceptingWhenNobodyCalls() {
    final StreamListener listener = server.listen(PORT);
    assertThatThrownBy(() -> listener.accept(Duration.ofMillis(50)))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageEndingWith("no connection within 0.05 s");
  }

  @Test
  void wakesAnAcceptorWhenTheListenerCloses() throws Exception {
    final StreamListener listener = server.listen(PORT);
    final Future<StreamConnection> accepting = inBackground(listener::accept);
    listener.close();
    assertThatThrownBy(accepting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void wakesAReaderWhenTheStackClosesAndTellsThePeer() throws Exception {
    final Ends ends = connect();
    final Future<Integer> reading = inBackground(() -> ends.client.input().read());
    client.close();
    assertThatThrownBy(reading::get).hasCauseInstanceOf(ConnectionEndedException.class);
    assertThat(ends.client.closeReason()).isEqualTo(CloseReason.STACK_CLOSED);
    assertThat(ends.server.awaitEnd(PATIENCE)).isTrue();
    assertThat(ends.server.closeReason()).isEqualTo(CloseReason.RESET_BY_PEER);
    assertThatThrownBy(() -> client.counters())
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void handsBackWhatACallOnTheEngineThrows() {
    assertThatThrownBy(() -> client.call(() -> {
          throw new IllegalStateException("from the engine");
        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("from the engine");
    assertThat(client.isStopped()).isFalse();
  }

  @Test
  void refusesAnUnknownSchedulerAndNamesTheKnown() {
    assertThatThrownBy(() -> new MemoryPair()
            .server()
            .config(StackConfig.defaults().withScheduler("dice"))
            .start())
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("dice")
        .hasMessageContaining("lowest-rtt");
  }
}
