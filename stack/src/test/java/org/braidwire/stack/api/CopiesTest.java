package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.braidwire.io.port.PortCounters;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a payload octet is copied between the application and the port, by every way in and out. */
@Timeout(60)
class CopiesTest {
  private static final int PORT = 5001;
  private static final int MESSAGES = 1000;
  private static final int MESSAGE_BYTES = 16;
  private static final long TOTAL = (long) MESSAGES * MESSAGE_BYTES;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static void assertCopies(final Map<String, Long> counters, final long sent, final long received) {
    assertThat(counters.get("SENT_COPIED_BYTES")).as("sent").isEqualTo(sent);
    assertThat(counters.get("RECEIVED_COPIED_BYTES")).as("received").isEqualTo(received);
  }

  /** A memory wire writes into the peer's frame, as a card's DMA does: neither of its ends copies. */
  private static void assertPortsCopyNothing(final Map<String, Long> counters) {
    final List<String> names = counters.keySet().stream()
        .filter(name -> name.matches("wire[12][ab]\\.[RT]X_COPIED_BYTES"))
        .toList();
    assertThat(names).hasSize(4);
    assertThat(names).allSatisfy(name -> assertThat(counters.get(name)).isZero());
  }

  /** The application on the engine's thread. */
  @Nested
  class OnTheEnginesThread {
    private final StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults());
    private final Script server = new Script();
    private final Script client = new Script();

    private void exchange(final java.util.function.Consumer<MptcpConnection> send) {
      try (pair) {
        pair.server.listen(PORT, () -> server);
        pair.client.connect(0, IpAddress.parseLow("192.0.2.2"), PORT, client);
        assertThat(pair.run(() -> server.connection != null && client.connection != null, 1_000_000_000L))
            .isTrue();
        for (int i = 0; i < MESSAGES; i++) {
          send.accept(client.connection);
          send.accept(server.connection);
          pair.step();
        }
        assertThat(pair.run(() -> server.received == TOTAL && client.received == TOTAL, 1_000_000_000L))
            .isTrue();
        assertCopies(pair.client.counters(), TOTAL, 0);
        assertCopies(pair.server.counters(), TOTAL, 0);
        final List<MptcpStack.Path> paths = new ArrayList<>(pair.clientPaths);
        paths.addAll(pair.serverPaths);
        for (final MptcpStack.Path path : paths) {
          assertThat(path.port().counters().get(PortCounters.Kind.RX_COPIED_BYTES))
              .isZero();
          assertThat(path.port().counters().get(PortCounters.Kind.TX_COPIED_BYTES))
              .isZero();
        }
      }
    }

    @Test
    void aCommittedClaimIsWrittenOnceAndReadInItsFrame() {
      exchange(connection -> {
        final long claim = connection.tryClaim(MESSAGE_BYTES);
        connection.memory().set(ValueLayout.JAVA_LONG_UNALIGNED, claim, 1);
        connection.memory().set(ValueLayout.JAVA_LONG_UNALIGNED, claim + 8, 2);
        assertThat(connection.commit(MESSAGE_BYTES)).isTrue();
      });
    }

    @Test
    void anOfferIsCopiedOnceAndReadInItsFrame() {
      final MemorySegment message = MemorySegment.ofArray(new byte[MESSAGE_BYTES]);
      exchange(connection ->
          assertThat(connection.offer(message, 0, MESSAGE_BYTES)).isEqualTo(MESSAGE_BYTES));
    }
  }

  /** The application on threads of its own. */
  @Nested
  class FromAnotherThread {
    private final MemoryPair wires = new MemoryPair();

    @Test
    void aStreamIsCopiedTwiceEachWay() throws Exception {
      try (Braidwire server = wires.server().start();
          Braidwire client = wires.client().start();
          StreamListener listener = server.listen(PORT);
          StreamConnection from = client.connect(MemoryPair.SERVER, PORT, PATIENCE);
          StreamConnection to = listener.accept(PATIENCE)) {
        for (int i = 0; i < MESSAGES; i++) {
          from.output().write(new byte[MESSAGE_BYTES]);
          assertThat(to.input().readNBytes(MESSAGE_BYTES)).hasSize(MESSAGE_BYTES);
          to.output().write(new byte[MESSAGE_BYTES]);
          assertThat(from.input().readNBytes(MESSAGE_BYTES)).hasSize(MESSAGE_BYTES);
        }
        assertCopies(client.counters(), 2 * TOTAL, 2 * TOTAL);
        assertCopies(server.counters(), 2 * TOTAL, 2 * TOTAL);
        assertPortsCopyNothing(client.counters());
        assertPortsCopyNothing(server.counters());
      }
    }

    @Test
    void aClaimInTheRingIsWrittenOnceAndCopiedOutOnce() throws Exception {
      final Readiness readiness = new Readiness();
      final List<NonBlockingConnection> accepted = new ArrayList<>();
      try (Braidwire server = wires.server().start();
          Braidwire client = wires.client().start()) {
        server.listen(PORT, readiness);
        final NonBlockingConnection from = client.connect(MemoryPair.SERVER, PORT, new Readiness());
        while (accepted.isEmpty()) {
          readiness.select(PATIENCE, accepted::add);
        }
        final ByteBuffer target = ByteBuffer.allocate((int) TOTAL);
        for (int i = 0; i < MESSAGES; i++) {
          assertThat(from.tryClaim(MESSAGE_BYTES)).isGreaterThanOrEqualTo(0);
          assertThat(from.commit(MESSAGE_BYTES)).isTrue();
        }
        while (target.hasRemaining()) {
          accepted.getFirst().read(target);
        }
        assertCopies(client.counters(), 2 * TOTAL, 0);
        assertCopies(server.counters(), 0, 2 * TOTAL);
      }
    }
  }
}
