package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection that its application has closed without waiting, under a clock that the test moves. */
class AbandonedConnectionTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long LIMIT_NS = StreamConnection.CLOSE_TIMEOUT.toNanos();

  private final StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults());
  private final EngineAgent agent = new EngineAgent(
      "engine",
      pair.client,
      new EngineResources(PortPlacement.ON_ENGINE_THREAD, List.of(), null, List.of(), pair.clientMemory),
      pair::nowNs,
      Idling.of("spin", pair::nowNs),
      16);
  private final Script peer = new Script();
  private final StreamBridge bridge = new StreamBridge(agent, opened -> {});

  @BeforeEach
  void open() {
    pair.server.listen(PORT, () -> peer);
    agent.register(bridge);
    bridge.attach(pair.client.connect(0, IpAddress.parseLow("192.0.2.2"), PORT, bridge));
    assertThat(pair.run(bridge::isEstablished, SECOND_NS)).isTrue();
  }

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void isAbortedWhenThePeerDoesNotFinishInTime() {
    bridge.abandon();
    agent.doWork();
    pair.run(() -> false, LIMIT_NS - SECOND_NS);
    agent.doWork();
    pair.run(() -> false, SECOND_NS / 2);
    assertThat(bridge.ended()).isNull();

    pair.run(() -> false, SECOND_NS);
    agent.doWork();
    agent.doWork();
    assertThat(bridge.ended()).isEqualTo(CloseReason.ABORTED);
    assertThat(pair.run(() -> peer.closed != null, SECOND_NS)).isTrue();
    assertThat(peer.closed).isEqualTo(CloseReason.RESET_BY_PEER);
  }

  @Test
  void endsInOrderWhenThePeerFinishes() {
    peer.onPeerClosed = MptcpConnection::close;
    bridge.abandon();
    agent.doWork();
    assertThat(pair.run(() -> bridge.ended() != null, SECOND_NS)).isTrue();
    pair.run(() -> false, 2 * LIMIT_NS);
    agent.doWork();
    assertThat(bridge.ended()).isEqualTo(CloseReason.FINISHED);
    assertThat(peer.closed).isEqualTo(CloseReason.FINISHED);
  }
}
