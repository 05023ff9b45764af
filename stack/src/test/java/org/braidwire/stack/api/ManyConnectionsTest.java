package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TIME-WAIT is the closing side's burden, and it must not keep a listener from answering. */
class ManyConnectionsTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MS = 1_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  /** More than there may be at a time. */
  private static final int MANY = 3000;

  /** Entries in TIME-WAIT that a stack keeps for each connection it may have. */
  private static final int TIME_WAITS_PER_CONNECTION = 4;

  @ParameterizedTest(name = "{0} connections of at most {1}, multipath {2}")
  @CsvSource({"3000,1024,true", "3000,1024,false", "300,16,true", "300,16,false"})
  void allOfThemAreTakenAlthoughTheServerClosesFirst(final int many, final int atMost, final boolean multipath) {
    final StackConfig config = StackConfig.defaults().withMultipath(multipath);
    final StackConfig server = config.withMaxConnections(atMost);
    try (StackPair pair = new StackPair(1, config.withMaxConnections(2 * MANY), server)) {
      pair.server.listen(PORT, ClosesFirst::new);
      pair.run(() -> false, MS);
      final int atRest = pair.serverMemory.leased();
      for (int i = 0; i < many; i++) {
        final Follows client = new Follows();
        pair.client.connect(0, SERVER, PORT, client);
        assertThat(pair.run(() -> client.closed != null, SECOND_NS))
            .as("connection " + i + " of " + many + ": " + pair.server.counters())
            .isTrue();
        assertThat(client.closed).isEqualTo(CloseReason.FINISHED);
        pair.run(() -> false, MS);
      }

      final Map<String, Long> counted = pair.server.counters();
      final int waiting = pair.server.timeWaits();
      assertThat(waiting).isBetween(1, TIME_WAITS_PER_CONNECTION * atMost);
      assertThat(waiting + counted.get("TIME_WAITS_ENDED_EARLY") + counted.get("TIME_WAITS_REOPENED"))
          .as("in TIME-WAIT once: " + counted)
          .isEqualTo(many);
      assertThat(counted.get("TIME_WAITS_ENDED_EARLY") > 0)
          .as("ended early: " + counted)
          .isEqualTo(many > TIME_WAITS_PER_CONNECTION * atMost);
      assertThat(counted.get("CONNECTIONS_REFUSED")).isZero();
      assertThat(pair.serverMemory.leased()).as("pieces of memory").isEqualTo(atRest);

      assertThat(pair.run(() -> pair.server.timeWaits() == 0, 70 * SECOND_NS))
          .isTrue();
    }
  }

  private static class ClosesFirst implements ConnectionHandler {
    @Override
    public void onEstablished(final MptcpConnection connection) {
      connection.close();
    }

    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      return length;
    }

    @Override
    public void onWritable(final MptcpConnection connection) {
      // nothing is written
    }

    @Override
    public void onPeerClosed(final MptcpConnection connection) {
      // it was the first
    }

    @Override
    public void onClosed(final MptcpConnection connection, final CloseReason reason) {
      assertThat(reason).isEqualTo(CloseReason.FINISHED);
    }
  }

  private static final class Follows extends ClosesFirst {
    private CloseReason closed;

    @Override
    public void onEstablished(final MptcpConnection connection) {
      // the other side closes first
    }

    @Override
    public void onPeerClosed(final MptcpConnection connection) {
      connection.close();
    }

    @Override
    public void onClosed(final MptcpConnection connection, final CloseReason reason) {
      closed = reason;
    }
  }
}
