package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.ALL;
import static org.braidwire.stack.net.NetFixture.MAC_1;
import static org.braidwire.stack.net.NetFixture.MS;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import java.util.List;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.net.NeighbourTable.State;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighbourTableTest {
  private static final int FAR = NetFixture.v4("198.51.100.7");
  private static final int GATEWAY = NetFixture.v4("192.0.2.14");

  private final NetFixture host = new NetFixture();
  private final NeighbourTable table = host.link1.neighbours();

  @AfterEach
  void nothingLeaks() {
    host.close();
  }

  @Test
  void framesWaitForTheAnswerAndThenLeaveInOrder() {
    final long chunk = host.memory.chunks().lease();
    assertThat(host.send(PEER, 0, chunk, 10)).isTrue();
    assertThat(host.send(PEER, 0, chunk, 20)).isTrue();
    assertThat(host.port1.sent).containsExactly(request(PEER));
    assertThat(table.pendingFrames()).isEqualTo(2);
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(3);

    answer(PEER);
    assertThat(lengths()).containsExactly(42, 64, 74);
    assertThat(host.port1.sent.get(1)).startsWith(2, 0, 0, 0, 0, 0x91);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(1);
    host.memory.chunks().release(chunk);
    assertThat(host.drops.total()).isZero();
  }

  @Test
  void aFifthFrameForOneNeighbourIsDropped() {
    for (int i = 0; i < 5; i++) {
      assertThat(host.send(PEER, 0, 0, 0)).isTrue();
    }
    host.assertDropped(DropReason.NEIGHBOUR_QUEUE_FULL, 1);
    answer(PEER);
    assertThat(lengths()).containsExactly(42, 54, 54, 54, 54);
  }

  @Test
  void framesWaitingOnALinkAreBounded() {
    for (int neighbour = 0; neighbour < 20; neighbour++) {
      for (int i = 0; i < 4; i++) {
        host.send(FAR + neighbour, 0, 0, 0);
      }
    }
    host.assertDropped(DropReason.NEIGHBOUR_QUEUE_FULL, 80 - PendingFrames.CAPACITY);
    host.advance(2_000 * MS);
    host.advance(2_000 * MS);
    host.advance(2_000 * MS);
    assertThat(table.pendingFrames()).isZero();
  }

  @Test
  void requestsAreRepeatedWithBackOffAndThenGivenUp() {
    host.send(PEER, 0, 0, 0);
    assertThat(table.nextDeadlineNs()).isEqualTo(host.nowNs + 100 * MS);
    host.advance(99 * MS);
    assertThat(host.port1.sent).hasSize(1);
    host.advance(MS);
    assertThat(host.port1.sent).hasSize(2);
    assertThat(table.nextDeadlineNs()).isEqualTo(host.nowNs + 200 * MS);
    host.advance(200 * MS);
    assertThat(host.port1.sent).hasSize(3).containsOnly(request(PEER));
    host.advance(400 * MS);
    host.assertDropped(DropReason.NEIGHBOUR_UNREACHABLE, 1);
    assertThat(state(PEER)).isEqualTo(State.FAILED);
    assertThat(table.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);

    assertThat(host.send(PEER, 0, 0, 0)).isTrue();
    host.assertDropped(DropReason.NEIGHBOUR_UNREACHABLE, 2);
    host.advance(1_000 * MS);
    host.send(PEER, 0, 0, 0);
    assertThat(state(PEER)).isEqualTo(State.INCOMPLETE);
    answer(PEER);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
  }

  @Test
  void aFailedNeighbourIsAskedAtOnceWhenTheLinkCameUp() {
    host.send(PEER, 0, 0, 0);
    for (int i = 0; i < 3; i++) {
      host.advance(400 * MS);
    }
    assertThat(state(PEER)).isEqualTo(State.FAILED);
    host.link1.onUp(host.nowNs);
    host.port1.sent.clear();
    host.send(PEER, 0, 0, 0);
    assertThat(host.port1.sent).containsExactly(request(PEER));
    answer(PEER);
  }

  @Test
  void aRememberedAddressIsUsedAtOnceAndVerified() {
    final long low = IpAddress.v4Mapped(PEER);
    table.remember(0, low, PEER_MAC, host.nowNs);
    assertThat(state(PEER)).isEqualTo(State.STALE);
    host.send(PEER, 0, 0, 0);
    assertThat(lengths()).containsExactly(42, 54);

    answer(PEER);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    table.remember(0, low, PEER_MAC + 1, host.nowNs);
    assertThat(table.peek(0, low)).as("what was answered counts").isEqualTo(PEER_MAC);
  }

  @Test
  void aStaleAddressIsUsedWhileItIsVerifiedAndKeptWhenNobodyAnswers() {
    host.send(PEER, 0, 0, 0);
    answer(PEER);
    host.advance(NeighbourTable.REACHABLE_NS + 1);
    host.port1.sent.clear();
    host.send(PEER, 0, 0, 0);
    assertThat(state(PEER)).isEqualTo(State.STALE);
    assertThat(lengths()).containsExactly(42, 54);
    for (int i = 0; i < 3; i++) {
      host.advance(400 * MS);
    }
    host.port1.sent.clear();
    host.send(PEER, 0, 0, 0);
    assertThat(lengths()).as("resting, still used").containsExactly(54);
    host.advance(1_000 * MS);
    host.send(PEER, 0, 0, 0);
    assertThat(lengths()).as("verified anew").containsExactly(54, 42, 54);
    answer(PEER);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
  }

  @Test
  void thePeersOwnRequestAnswersOurs() {
    host.send(PEER, 0, 0, 0);
    host.arrive(host.port1, host.arp(1, PEER, OWN_1));
    assertThat(lengths()).containsExactly(42, 54, 42);
    answer(PEER);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    assertThat(host.drops.total()).isZero();
  }

  @Test
  void strangersDisplaceOnlyStrangers() {
    host.send(PEER, 0, 0, 0);
    answer(PEER);
    for (int i = 0; i < 1_000; i++) {
      host.nowNs++;
      host.arrive(host.port1, host.arp(1, FAR + i, OWN_1));
    }
    assertThat(table.size()).isEqualTo(NeighbourTable.CAPACITY);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    assertThat(state(FAR)).isEqualTo(State.NONE);
    assertThat(state(FAR + 999)).isEqualTo(State.STALE);
  }

  @Test
  void aTableOfNeighboursInUseLearnsNoStranger() {
    for (int i = 0; i < NeighbourTable.CAPACITY; i++) {
      askAndAnswer(FAR + i);
    }
    host.arrive(host.port1, host.arp(1, PEER, OWN_1));
    host.assertDropped(DropReason.NEIGHBOUR_NOT_LEARNT, 1);
    askAndAnswer(PEER);
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    assertThat(state(FAR)).as("unused for longest").isEqualTo(State.NONE);
    assertThat(state(FAR + 1)).isEqualTo(State.REACHABLE);
  }

  @Test
  void aTableFullOfQuestionsTakesNoMore() {
    host.port1.record = false;
    for (int i = 0; i < NeighbourTable.CAPACITY; i++) {
      table.resolve(0, IpAddress.v4Mapped(FAR + i), host.nowNs);
    }
    assertThat(host.send(PEER, 0, 0, 0)).isTrue();
    host.assertDropped(DropReason.NEIGHBOUR_TABLE_FULL, 1);
  }

  @Test
  void aDestinationOutsideThePrefixIsReachedByTheGatewayIfThereIsOne() {
    host.send(FAR, 0, 0, 0);
    assertThat(host.port1.sent).containsExactly(request(FAR));
    answer(FAR);
    host.port1.sent.clear();

    host.link1.setGateway(0, IpAddress.v4Mapped(GATEWAY));
    host.send(FAR, 0, 0, 0);
    assertThat(host.port1.sent).containsExactly(request(GATEWAY));
    answer(GATEWAY);
  }

  private void askAndAnswer(final int v4) {
    host.nowNs++;
    host.output.onCycle(host.nowNs);
    host.send(v4, 0, 0, 0);
    answer(v4);
  }

  private void answer(final int v4) {
    host.arrive(host.port1, host.arp(2, v4, OWN_1));
  }

  private State state(final int v4) {
    return table.state(0, IpAddress.v4Mapped(v4), host.nowNs);
  }

  private static byte[] request(final int v4) {
    return Crafted.ethernet(ALL, MAC_1, 0x0806, Crafted.arp(1, MAC_1, OWN_1, 0, v4));
  }

  private List<Integer> lengths() {
    return host.port1.sent.stream().map(frame -> frame.length).toList();
  }
}
