package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/adr/0017 says of callbacks, a rule a test. The client sends, the server's callbacks are what is tried. */
class CallbackRulesTest {
  private static final int PORT = 5001;
  private static final int OTHER_PORT = 5002;
  private static final int RECEIVE_BYTES = 64 << 10;
  private static final int SEND_BYTES = 256 << 10;
  private static final int FULL_SEGMENT = 1400;

  /** Segments retained: more than the part of the window that is worth telling the peer of. */
  private static final int KEPT = 12;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");
  private static final StackConfig CONFIG = StackConfig.defaults().withBuffers(RECEIVE_BYTES, SEND_BYTES);

  private final StackPair pair = new StackPair(2, CONFIG, CONFIG);
  private final Script server = new Script();
  private final Script client = new Script();
  private int idleFrames;
  private long acknowledgedBefore;

  @BeforeEach
  void connect() {
    pair.server.listen(PORT, () -> server);
    pair.client.connect(0, SERVER, PORT, client);
    run(() -> server.connection != null && client.connection != null);
    Script.send(client.connection, 0, 1); // the paths join when the peer is known to speak MPTCP
    run(() -> server.received == 1 && client.connection.info().subflows().size() == 2);
    settle();
    server.received = 0;
    server.calls = 0;
    acknowledgedBefore = client.connection.info().acknowledgedBytes();
    idleFrames = leasedFrames();
  }

  @AfterEach
  void nothingLeaks() {
    pair.close();
  }

  private void run(final java.util.function.BooleanSupplier done) {
    assertThat(pair.run(done, 20 * SECOND_NS))
        .as(() -> "client " + client.closed + " " + counters(pair.client) + ", server " + server.closed + " "
            + counters(pair.server))
        .isTrue();
  }

  private static List<String> counters(final MptcpStack stack) {
    final List<String> lines = new ArrayList<>();
    stack.counters().forEach((name, value) -> {
      if (value != 0) {
        lines.add(name + "=" + value);
      }
    });
    return lines;
  }

  private long acknowledged() {
    return client.connection.info().acknowledgedBytes() - acknowledgedBefore;
  }

  /** Lets what is on its way arrive, and every acknowledgement be sent. */
  private void settle() {
    pair.run(() -> false, SECOND_NS / 10);
  }

  private int leasedFrames() {
    return pair.serverMemory.frames().leased();
  }

  private long sent(final MptcpStack stack) {
    return stack.counters().get("SEGMENTS_SENT");
  }

  // ---- a connection is open before octets come ---------------------------------------------------------------

  @ParameterizedTest(name = "multipath {0}")
  @ValueSource(booleans = {true, false})
  void octetsThatComeWithTheEndOfTheHandshakeWaitUntilTheConnectionIsTold(final boolean multipath) {
    try (StackPair fresh = new StackPair(1, CONFIG.withMultipath(multipath), CONFIG)) {
      final Script early = new Script();
      final List<Boolean> told = new ArrayList<>();
      early.onData = (connection, offset, length) -> {
        told.add(early.connection != null);
        return length;
      };
      final Script hasty = new Script();
      hasty.onEstablished = connection -> {
        Script.send(connection, 0, 2_000);
        connection.close();
      };
      fresh.server.listen(PORT, () -> early);
      fresh.client.connect(0, SERVER, PORT, hasty);

      assertThat(fresh.run(() -> early.received == 2_000, SECOND_NS)).isTrue();
      assertThat(told).isNotEmpty().containsOnly(true);
    }
  }

  // ---- a received slice lives until the callback returns, unless retained ------------------------------------

  @Test
  void aReceivedSliceGoesBackWhenTheCallbackReturns() {
    final List<Integer> leasedInside = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      leasedInside.add(leasedFrames());
      return length;
    };
    Script.send(client.connection, 0, 10);
    run(() -> server.received == 10);

    assertThat(leasedInside).allSatisfy(leased -> assertThat(leased).isGreaterThan(0));
    settle();
    assertThat(leasedFrames()).isEqualTo(idleFrames);
  }

  @Test
  void retainedOctetsStayWhereTheyAreUntilTheyAreReleased() {
    final long[] kept = new long[2];
    server.onData = (connection, offset, length) -> {
      kept[0] = connection.retain();
      kept[1] = offset;
      assertThat(connection.retain()).as("once more in the same call").isEqualTo(kept[0]);
      return length;
    };
    Script.send(client.connection, 7, 100);
    run(() -> server.received == 100);
    server.onData = (connection, offset, length) -> length;
    for (int i = 0; i < 5000; i++) {
      Script.send(client.connection, i, FULL_SEGMENT);
      final long wanted = 100 + (i + 1L) * FULL_SEGMENT;
      run(() -> server.received == wanted);
    }

    assertThat(kept[0]).isGreaterThanOrEqualTo(0);
    assertThat(Script.countsUp(server.connection, kept[1], 100, 7)).isTrue();
    settle();
    assertThat(leasedFrames()).isEqualTo(idleFrames + 1);
    server.connection.release(kept[0]);
    settle();
    assertThat(leasedFrames()).isEqualTo(idleFrames);
  }

  @Test
  void onlyConsumedOctetsAreRetainedAndTheOthersAreOfferedAgain() {
    final List<Long> kept = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      kept.add(connection.retain());
      offsets.add(offset);
      return Math.min(length, 60);
    };
    Script.send(client.connection, 0, 100);
    run(() -> server.received == 60);
    server.connection.resumeReading();
    run(() -> server.received == 100);

    assertThat(offsets.get(1) - offsets.get(0)).as("in the same frame").isEqualTo(60);
    assertThat(Script.countsUp(server.connection, offsets.get(0), 100, 0)).isTrue();
    server.connection.release(kept.get(0));
    assertThat(Script.countsUp(server.connection, offsets.get(1), 40, 60)).isTrue();
    server.connection.release(kept.get(1));
    settle();
    assertThat(leasedFrames()).isEqualTo(idleFrames);
  }

  @Test
  void retainedOctetsStayInTheWindow() {
    final List<Long> kept = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      if (server.received >= KEPT * FULL_SEGMENT) {
        return 0;
      }
      kept.add(connection.retain());
      return length;
    };
    for (int i = 0; i < KEPT; i++) {
      Script.send(client.connection, i, FULL_SEGMENT);
      final long wanted = (i + 1L) * FULL_SEGMENT;
      run(() -> server.received == wanted);
    }
    Script.send(client.connection, 0, 2 * RECEIVE_BYTES);
    settle();
    final long whileRetained = acknowledged();
    kept.forEach(server.connection::release);
    settle();

    assertThat(kept).hasSize(KEPT).doesNotContain(MptcpConnection.BACK_PRESSURE);
    assertThat(whileRetained - server.received).isEqualTo(RECEIVE_BYTES - KEPT * FULL_SEGMENT);
    assertThat(acknowledged() - server.received).isEqualTo(RECEIVE_BYTES);
  }

  @Test
  void retainingIsRefusedAtItsBoundAndPossibleAgainAfterARelease() {
    final List<Long> kept = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      kept.add(connection.retain());
      return length;
    };
    final int bound = RECEIVE_BYTES / 2 / 2048;
    for (int i = 0; i <= bound; i++) {
      Script.send(client.connection, i, 20);
      final long wanted = (i + 1L) * 20;
      run(() -> server.received == wanted);
    }
    assertThat(kept.subList(0, bound)).doesNotContain(MptcpConnection.BACK_PRESSURE);
    assertThat(kept.get(bound)).isEqualTo(MptcpConnection.BACK_PRESSURE);

    server.connection.release(kept.get(3));
    Script.send(client.connection, 0, 20);
    run(() -> server.received == (bound + 2L) * 20);
    assertThat(kept.get(bound + 1)).isGreaterThanOrEqualTo(0).isNotIn(kept.subList(0, bound));
  }

  @Test
  void whatIsRetainedGoesBackWhenTheConnectionHasEnded() {
    final long[] kept = new long[2];
    final List<Boolean> readable = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      kept[0] = connection.retain();
      kept[1] = offset;
      return length;
    };
    server.onClosed = (connection, reason) -> readable.add(Script.countsUp(connection, kept[1], 100, 3));
    Script.send(client.connection, 3, 100);
    run(() -> server.received == 100);
    client.connection.abort();
    run(() -> server.closed != null);

    assertThat(readable).containsExactly(true);
    settle();
    assertThat(leasedFrames()).isEqualTo(idleFrames);
    assertThatThrownBy(() -> server.connection.release(kept[0])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHandleIsGoodOnceAndOnlyACallbackCanRetain() {
    final long[] kept = new long[1];
    server.onData = (connection, offset, length) -> {
      kept[0] = connection.retain();
      return length;
    };
    Script.send(client.connection, 0, 20);
    run(() -> server.received == 20);
    server.connection.release(kept[0]);
    Script.send(client.connection, 0, 20);
    run(() -> server.received == 40);

    assertThatThrownBy(() -> server.connection.release(kept[0] & 0xffff_ffffL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.connection.retain()).isInstanceOf(IllegalStateException.class);
  }

  // ---- it returns what it consumed, and the rest is offered again --------------------------------------------

  @Test
  void theRestIsOfferedAgainBeforeWhatComesAfterIt() {
    server.onData = (connection, offset, length) -> {
      assertThat(Script.countsUp(connection, offset, length, (int) server.received))
          .isTrue();
      return server.calls == 1 ? 4 : length;
    };
    Script.send(client.connection, 0, 10);
    run(() -> server.received == 4);
    Script.send(client.connection, 10, 10);
    settle();
    assertThat(server.calls)
        .as("nothing is offered before the application asks")
        .isEqualTo(1);
    assertThat(acknowledged()).isEqualTo(20);

    server.connection.resumeReading();
    run(() -> server.received == 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 11})
  void aCountThatCannotBeIsTheHandlersFailure(final int count) {
    server.onData = (connection, offset, length) -> count;
    Script.send(client.connection, 0, 10);
    run(() -> server.closed != null);
    assertThat(server.closed).isEqualTo(CloseReason.HANDLER_FAILED);
    assertThat(server.failure).hasMessageContaining(count + " of 10");
  }

  // ---- send, close and abort inside a callback take effect when the cycle ends -------------------------------

  @Test
  void whatIsSentInsideACallbackLeavesWhenTheCycleEnds() {
    final List<Long> sentInside = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      final long before = sent(pair.server);
      Script.send(connection, 0, 10);
      connection.tryClaim(10);
      assertThat(connection.commit(10)).isTrue();
      sentInside.add(sent(pair.server) - before);
      return length;
    };
    Script.send(client.connection, 0, 10);
    while (server.received == 0) {
      pair.step();
    }

    assertThat(sentInside).containsOnly(0L);
    assertThat(server.connection.info().subflows().stream()
            .mapToLong(SubflowInfo::sentBytes)
            .sum())
        .as("in the same cycle")
        .isEqualTo(20);
    run(() -> client.received == 20);
  }

  @Test
  void aCloseInsideACallbackFollowsWhatWasSentAndTakesEffectWhenTheCycleEnds() {
    final List<String> states = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      Script.send(connection, 0, 10);
      connection.close();
      states.add(connection.info().state());
      assertThat(connection.tryClaim(1)).isEqualTo(MptcpConnection.CLOSED);
      return length;
    };
    client.onPeerClosed = MptcpConnection::close;
    Script.send(client.connection, 0, 10);
    run(() -> server.closed != null && client.closed != null);

    assertThat(states).containsExactly("M_ESTAB");
    assertThat(client.received).isEqualTo(10);
    assertThat(server.closed).isEqualTo(CloseReason.FINISHED);
  }

  @Test
  void anAbortInsideACallbackIsFollowedByTheEndAlone() {
    final List<String> states = new ArrayList<>();
    server.onData = (connection, offset, length) -> {
      connection.abort();
      states.add(connection.info().state());
      return length;
    };
    for (int i = 0; i < 10; i++) {
      Script.send(client.connection, 0, FULL_SEGMENT);
    }
    client.connection.close();
    run(() -> server.closed != null && client.closed != null);

    assertThat(states).containsExactly("M_ESTAB");
    assertThat(server.calls).isEqualTo(1);
    assertThat(server.closed).isEqualTo(CloseReason.ABORTED);
    assertThat(client.closed).isEqualTo(CloseReason.RESET_BY_PEER);
  }

  // ---- an exception ends its connection only -----------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"onEstablished", "onData", "onWritable", "onPeerClosed", "onClosed"})
  void anExceptionEndsItsConnectionOnly(final String where) {
    final Script failing = new Script();
    fail(failing, where);
    pair.server.listen(OTHER_PORT, () -> failing);
    final Script peer = new Script();
    pair.client.connect(0, SERVER, OTHER_PORT, peer);
    run(() -> peer.connection != null);
    Script.send(peer.connection, 0, 10);
    peer.connection.close();
    Script.send(client.connection, 0, 10);
    run(() -> failing.closed != null && server.received == 10);

    if (where.equals("onClosed")) {
      assertThat(failing.closed).isEqualTo(CloseReason.FINISHED);
    } else {
      assertThat(failing.closed).isEqualTo(CloseReason.HANDLER_FAILED);
      assertThat(failing.failure).hasMessage(where);
    }
    assertThat(pair.server.counters().get("HANDLER_FAILURES")).isEqualTo(1);
    assertThat(server.closed).isNull();
  }

  private static void fail(final Script script, final String where) {
    switch (where) {
      case "onEstablished" -> script.onEstablished = connection -> fail(where);
      case "onData" ->
        script.onData = (connection, offset, length) -> {
          fail(where);
          return length;
        };
      case "onWritable" -> {
        script.onEstablished = connection -> Script.send(connection, 0, SEND_BYTES);
        script.onData = (connection, offset, length) -> {
          connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES);
          return length;
        };
        script.onWritable = connection -> fail(where);
      }
      case "onPeerClosed" -> script.onPeerClosed = connection -> fail(where);
      default -> {
        script.onPeerClosed = MptcpConnection::close;
        script.onClosed = (connection, reason) -> fail(where);
      }
    }
  }

  private static void fail(final String where) {
    throw new IllegalStateException(where);
  }

  @Test
  void anApplicationThatCannotMakeItsHandlerRefusesThatPeerOnly() {
    pair.server.listen(OTHER_PORT, () -> {
      throw new IllegalStateException("no handler today");
    });
    final Script peer = new Script();
    pair.client.connect(0, SERVER, OTHER_PORT, peer);
    Script.send(client.connection, 0, 10);
    run(() -> peer.closed != null && server.received == 10);
    assertThat(peer.closed).isEqualTo(CloseReason.REFUSED);
  }

  // ---- a claim is contiguous, bounded, ends with its cycle and chooses no subflow ----------------------------

  @Test
  void aClaimIsContiguousAndBounded() {
    int claims = 0;
    for (long claim = claimMost(); claim >= 0; claim = claimMost()) {
      final long last = claim + MptcpConnection.MAX_CLAIM_BYTES - 1;
      assertThat(pair.clientMemory.chunks().start(last))
          .isEqualTo(pair.clientMemory.chunks().start(claim));
      assertThat(client.connection.commit(MptcpConnection.MAX_CLAIM_BYTES - 1))
          .isTrue();
      claims++;
    }
    assertThat(claims).isEqualTo(SEND_BYTES / MptcpConnection.MAX_CLAIM_BYTES);
    assertThatThrownBy(() -> client.connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15360");
    assertThatThrownBy(() -> client.connection.tryClaim(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private long claimMost() {
    return client.connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES);
  }

  @Test
  void aCommitOfMoreThanWasClaimedIsRefused() {
    client.connection.tryClaim(10);
    assertThatThrownBy(() -> client.connection.commit(11)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClaimThatIsNotCommittedInItsCycleIsVoidAndCostsNothing() {
    client.connection.tryClaim(10);
    assertThat(pair.clientMemory.chunks().leased()).isEqualTo(1);
    pair.client.doWork();

    assertThat(pair.clientMemory.chunks().leased()).isZero();
    assertThatThrownBy(() -> client.connection.commit(10)).isInstanceOf(AssertionError.class);
    settle();
    assertThat(server.received).isZero();
  }

  @Test
  void inProductionALateCommitIsRefused() throws Exception {
    assertThat(WithoutAssertions.call(LateCommit.class)).isEqualTo("in its cycle true, late false, received 10");
  }

  /** Commits one claim in its cycle and one after it. */
  static final class LateCommit implements Callable<String> {
    @Override
    public String call() {
      try (StackPair pair = new StackPair(1, CONFIG, CONFIG)) {
        final Script server = new Script();
        final Script client = new Script();
        pair.server.listen(PORT, () -> server);
        pair.client.connect(0, SERVER, PORT, client);
        pair.run(() -> client.connection != null, SECOND_NS);
        client.connection.tryClaim(10);
        final boolean inItsCycle = client.connection.commit(10);
        client.connection.tryClaim(10);
        pair.client.doWork();
        final boolean late = client.connection.commit(10);
        pair.run(() -> false, SECOND_NS);
        return "in its cycle " + inItsCycle + ", late " + late + ", received " + server.received;
      }
    }
  }

  @Test
  void aClaimChoosesNoSubflow() {
    final long before = sentOn(0);
    Script.send(client.connection, 0, 10);
    run(() -> server.received == 10);
    settle();
    final int likely = sentOn(0) > before ? 0 : 1;
    final long other = sentOn(1 - likely);
    client.connection.tryClaim(10);
    assertThat(client.connection.commit(10)).isTrue();
    pair.wires.get(likely).setLinkUp(false);
    run(() -> server.received == 20);

    assertThat(sentOn(1 - likely) - other).isEqualTo(10);
    assertThat(client.connection.info().reinjectedLinkDownBytes()).isZero();
  }

  private long sentOn(final int subflow) {
    return client.connection.info().subflows().get(subflow).sentBytes();
  }

  @Test
  void smallCommitsOfOneCycleShareASegment() {
    final long before = sent(pair.client);
    for (int i = 0; i < 50; i++) {
      client.connection.tryClaim(20);
      assertThat(client.connection.commit(20)).isTrue();
    }
    run(() -> server.received == 1000);
    assertThat(sent(pair.client) - before).isEqualTo(1);
    assertThat(server.calls).isEqualTo(1);
    assertThat(pair.clientPaths.getFirst().port().counters().get(Kind.TX_REFUSED))
        .isZero();
  }
}
