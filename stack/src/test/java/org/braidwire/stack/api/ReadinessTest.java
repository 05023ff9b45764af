package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test's thread is the application at both ends, each with one set. */
@Timeout(60)
class ReadinessTest {
  private static final int PORT = 5001;
  private static final int RING = StreamBridge.RING_BYTES;
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MemoryPair wires = new MemoryPair();
  private final Braidwire server = wires.server().start();
  private final Braidwire client = wires.client().start();
  private final Readiness atServer = new Readiness();
  private final Readiness atClient = new Readiness();
  private final List<NonBlockingConnection> accepted = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static void until(
      final Readiness set, final BooleanSupplier done, final Consumer<NonBlockingConnection> action) {
    final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
      set.select(SHORT, action);
    }
  }

  private NonBlockingConnection connect() throws IOException {
    final NonBlockingConnection connection = client.connect(MemoryPair.SERVER, PORT, atClient);
    final int before = accepted.size();
    final List<NonBlockingConnection> opened = new ArrayList<>();
    until(atClient, () -> opened.contains(connection), opened::add);
    assertThat(opened).containsExactly(connection);
    until(atServer, () -> accepted.size() > before, accepted::add);
    return connection;
  }

  private static String read(final NonBlockingConnection from, final int atMost) {
    final ByteBuffer buffer = ByteBuffer.allocate(atMost);
    try {
      from.read(buffer);
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new String(buffer.array(), 0, buffer.position(), US_ASCII);
  }

  private static void write(final NonBlockingConnection to, final String text) throws IOException {
    assertThat(to.write(ByteBuffer.wrap(text.getBytes(US_ASCII)))).isEqualTo(text.length());
  }

  @Test
  void oneThreadServesManyConnectionsAndLooksOnlyAtThoseWithNews() throws Exception {
    server.listen(PORT, atServer);
    final List<NonBlockingConnection> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(connect());
      accepted.getLast().attach("session " + i);
    }
    while (atServer.select(Duration.ZERO, ready -> {}) > 0) {
      // nothing is left of the openings
    }
    for (int i = 0; i < 20; i += 3) {
      write(clients.get(i), "hello " + i);
    }
    final List<NonBlockingConnection> looked = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    until(atServer, () -> heard.size() == 7, ready -> {
      looked.add(ready);
      final String text = read(ready, 100);
      if (!text.isEmpty()) {
        heard.add(text);
        assertThat(ready.attachment()).isEqualTo(text.replace("hello", "session"));
      }
    });

    assertThat(heard).allMatch(text -> text.startsWith("hello "));
    assertThat(looked).allMatch(ready -> accepted.indexOf(ready) % 3 == 0);
    assertThat(atServer.select(SHORT, ready -> {})).isZero();
  }

  @Test
  void whatWasNotReadIsReadyAgain() throws Exception {
    server.listen(PORT, atServer);
    write(connect(), "abcdef");
    final List<String> pieces = new ArrayList<>();
    until(atServer, () -> String.join("", pieces).length() == 6, ready -> pieces.add(read(ready, 2)));
    assertThat(String.join("", pieces)).isEqualTo("abcdef");
    assertThat(atServer.select(SHORT, ready -> {})).isZero();
  }

  @Test
  void aWriterThatFoundTooLittleRoomIsToldOnceThereIsMore() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection from = connect();
    final NonBlockingConnection to = accepted.getFirst();
    final ByteBuffer source = ByteBuffer.wrap(new byte[40 * RING]);
    from.write(source);
    int told = 0;
    final ByteBuffer target = ByteBuffer.allocate(RING);
    long received = 0;
    while (received < source.capacity()) {
      told += atClient.select(Duration.ZERO, ready -> {
        try {
          from.write(source);
        } catch (final IOException failure) {
          throw new UncheckedIOException(failure);
        }
      });
      atServer.select(Duration.ofMillis(1), ready -> {});
      received += to.read(target.clear());
    }
    assertThat(told).isPositive().isLessThan(source.capacity() / (RING / 4) + 1);
    assertThat(source.hasRemaining()).isFalse();
    assertThat(atClient.select(SHORT, ready -> {}))
        .as("everything was written")
        .isZero();
  }

  @Test
  void octetsAreWrittenInPlaceInTheRing() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection from = connect();
    final StringBuilder sent = new StringBuilder();
    final StringBuilder heard = new StringBuilder();
    while (sent.length() < 3 * RING) {
      final long claim = from.tryClaim(1000);
      if (claim >= 0) {
        final byte[] text =
            "%04d".formatted(sent.length() % 9973).repeat(250).getBytes(US_ASCII);
        MemorySegment.copy(text, 0, from.memory(), ValueLayout.JAVA_BYTE, claim, text.length);
        assertThat(from.commit(text.length)).isTrue();
        sent.append(new String(text, US_ASCII));
      }
      heard.append(read(accepted.getFirst(), RING));
    }
    until(atServer, () -> heard.length() == sent.length(), ready -> heard.append(read(ready, RING)));
    assertThat(heard.toString()).isEqualTo(sent.toString());
    assertThat(from.commit(1)).as("without a claim").isFalse();
    assertThatThrownBy(() -> from.tryClaim(MptcpConnection.MAX_CLAIM_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theEndOfTheInputIsToldOnceAndTheOutputGoesOn() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection from = connect();
    write(from, "last");
    from.shutdownOutput();
    final NonBlockingConnection to = accepted.getFirst();
    final StringBuilder heard = new StringBuilder();
    final List<Integer> counts = new ArrayList<>();
    final ByteBuffer buffer = ByteBuffer.allocate(10);
    until(atServer, () -> counts.contains(-1), ready -> {
      try {
        counts.add(to.read(buffer));
      } catch (final IOException failure) {
        throw new UncheckedIOException(failure);
      }
    });
    assertThat(new String(buffer.array(), 0, buffer.position(), US_ASCII)).isEqualTo("last");
    assertThat(atServer.select(SHORT, ready -> {})).isZero();
    assertThatThrownBy(() -> write(from, "more")).isInstanceOf(ClosedChannelException.class);

    write(to, "answer");
    until(atClient, () -> heard.length() == 6, ready -> heard.append(read(ready, 10)));
    to.shutdownOutput();
    until(atServer, () -> to.closeReason() != null, ready -> {});
    assertThat(to.closeReason()).isEqualTo(CloseReason.FINISHED);
    assertThat(to.read(buffer)).isEqualTo(-1);
    assertThat(atServer.select(SHORT, ready -> {})).isZero();
  }

  @Test
  void aCloseDoesNotWaitAndLosesNothing() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection from = connect();
    write(from, "farewell");
    from.close();
    assertThat(from.isOpen()).isFalse();
    assertThatThrownBy(() -> from.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    final NonBlockingConnection to = accepted.getFirst();
    final StringBuilder heard = new StringBuilder();
    until(atServer, () -> heard.length() == 8, ready -> heard.append(read(ready, 100)));
    to.close();
    until(atServer, () -> from.closeReason() != null && to.closeReason() != null, ready -> {});
    assertThat(from.closeReason()).isEqualTo(CloseReason.FINISHED);
    assertThat(atClient.select(SHORT, ready -> {}))
        .as("nobody is told of what was closed")
        .isZero();
  }

  @Test
  void aResetIsToldAfterWhatCameBeforeIt() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection from = connect();
    write(from, "ab");
    until(atServer, () -> accepted.getFirst().info().receivedBytes() == 2, ready -> {});
    from.abort();
    until(atServer, () -> accepted.getFirst().closeReason() != null, ready -> {});
    assertThat(read(accepted.getFirst(), 10)).isEqualTo("ab");
    assertThatThrownBy(() -> accepted.getFirst().read(ByteBuffer.allocate(1)))
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.RESET_BY_PEER));
  }

  @Test
  void aConnectionThatIsRefusedIsReadyToSaySo() throws Exception {
    final NonBlockingConnection refused = client.connect(MemoryPair.SERVER, PORT, atClient);
    final List<NonBlockingConnection> told = new ArrayList<>();
    until(atClient, () -> !told.isEmpty(), told::add);
    assertThatThrownBy(() -> refused.read(ByteBuffer.allocate(1)))
        .isInstanceOfSatisfying(
            ConnectionEndedException.class,
            ended -> assertThat(ended.reason()).isEqualTo(CloseReason.REFUSED));
    assertThat(told).containsExactly(refused);
    assertThat(refused.isEstablished()).isFalse();
  }

  @Test
  void beforeItIsOpenThereIsNothingToReadAndNoRoomToWrite() throws Exception {
    wires.wire1.setSilentDrop(true);
    final NonBlockingConnection opening = client.connect(MemoryPair.SERVER, PORT, atClient);
    assertThat(opening.read(ByteBuffer.allocate(1))).isZero();
    assertThat(opening.write(ByteBuffer.allocate(1))).isZero();
    assertThat(opening.tryClaim(1)).isEqualTo(MptcpConnection.BACK_PRESSURE);
    assertThatThrownBy(opening::shutdownOutput).isInstanceOf(NotYetConnectedException.class);
    assertThatThrownBy(opening::memory).isInstanceOf(NotYetConnectedException.class);
    opening.close();
    while (opening.closeReason() == null) {
      Thread.onSpinWait();
    }
    assertThat(opening.closeReason()).isEqualTo(CloseReason.ABORTED);
  }

  @Test
  void anActionThatThrowsLosesNoOther() throws Exception {
    server.listen(PORT, atServer);
    final int count = 10;
    for (int i = 0; i < count; i++) {
      client.connect(MemoryPair.SERVER, PORT, atClient);
    }
    final List<NonBlockingConnection> seen = new ArrayList<>();
    final IllegalStateException fault = new IllegalStateException("the application's own");
    final List<Throwable> thrown = new ArrayList<>();
    while (seen.size() < count) {
      try {
        atClient.select(PATIENCE, ready -> {
          assertThat(seen).doesNotContain(ready);
          seen.add(ready);
          if (seen.size() % 2 == 0) {
            throw fault;
          }
        });
      } catch (final IllegalStateException own) {
        thrown.add(own);
      }
    }
    assertThat(thrown).hasSize(count / 2).containsOnly(fault);
  }

  @Test
  void aWakeUpEndsTheSelectionAndOnlyOne() throws Exception {
    final Thread selecting = Thread.currentThread();
    Thread.ofVirtual().start(() -> {
      while (selecting.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      atServer.wakeup();
    });
    assertThat(atServer.select(PATIENCE, ready -> {})).isZero();
    final long beganNs = System.nanoTime();
    assertThat(atServer.select(SHORT, ready -> {})).isZero();
    assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(SHORT.toNanos());
  }

  @Test
  void theEndOfTheStackIsTold() throws Exception {
    server.listen(PORT, atServer);
    final NonBlockingConnection connection = connect();
    client.close();
    final List<NonBlockingConnection> told = new ArrayList<>();
    until(atClient, () -> !told.isEmpty(), told::add);
    assertThat(connection.closeReason()).isEqualTo(CloseReason.STACK_CLOSED);
  }
}
