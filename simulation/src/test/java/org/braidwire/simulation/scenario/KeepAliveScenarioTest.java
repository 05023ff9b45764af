package org.braidwire.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.braidwire.simulation.check.ByteStream;
import org.braidwire.simulation.check.WireChecker;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.Outage;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends that say a kilobyte a minute, and keep-alive between the minutes: who is found to be gone, and who is not. */
class KeepAliveScenarioTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND_NS = 1_000 * MS;
  private static final long MINUTE_NS = 60 * SECOND_NS;
  private static final int MESSAGE_BYTES = 1000;
  private static final int MESSAGES = 5;
  private static final KeepAlive KEEP_ALIVE = new KeepAlive(10 * SECOND_NS, SECOND_NS, 3);

  /** Ten seconds of rest, three questions, the wait for the last answer, and the way there and back. */
  private static final long FOUND_WITHIN_NS = 14 * SECOND_NS;

  /** A connection without subflows may be joined for so long. */
  private static final long LONELY_NS = MINUTE_NS;

  private static final StackConfig WITH = StackConfig.defaults().withKeepAlive(KEEP_ALIVE);

  @ParameterizedTest(name = "multipath {0}, links {1}")
  @CsvSource({"false, 1", "true, 1", "true, 2"})
  void aQuietPeerThatLivesIsLeftAlone(final boolean multipath, final int links) {
    try (Rest rest = new Rest(WITH.withMultipath(multipath), links, true)) {
      rest.pass(60 * MINUTE_NS);

      assertThat(rest.clientApp.receivedAll() && rest.serverApp.receivedAll())
          .isTrue();
      assertThat(rest.clientApp.closeReason()).isNull();
      assertThat(rest.serverApp.closeReason()).isNull();
      assertThat(rest.established()).isEqualTo(links);
      assertThat(rest.client.stack().counters().get("KEEP_ALIVES_SENT"))
          .as("hardly any in vain, and some 5 a minute on each link from one end or the other")
          .isGreaterThan(60L);
    }
  }

  @ParameterizedTest(name = "multipath {0}, links {1}")
  @CsvSource({"false, 1", "true, 1", "true, 2"})
  void aPeerThatIsGoneIsFoundWhileNothingIsOwed(final boolean multipath, final int links) {
    try (Rest rest = new Rest(WITH.withMultipath(multipath), links, true)) {
      rest.pass(5 * MINUTE_NS); // everything has been said
      rest.loseServer();
      rest.pass(FOUND_WITHIN_NS);
      assertThat(rest.established()).isZero();
      rest.pass(multipath ? LONELY_NS : 0);

      assertThat(rest.clientApp.closeReason()).isEqualTo(CloseReason.TIMED_OUT);
      assertThat(rest.client.remaining()).isZero();
    }
  }

  /** What the others are measured against. */
  @Test
  void withoutKeepAliveNobodyNoticesThatThePeerIsGone() {
    try (Rest rest = new Rest(StackConfig.defaults(), 2, true)) {
      rest.pass(5 * MINUTE_NS);
      rest.loseServer();
      rest.pass(24 * 60 * MINUTE_NS);

      assertThat(rest.clientApp.closeReason()).isNull();
      assertThat(rest.established()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "link {0}")
  @ValueSource(ints = {0, 1})
  void aConnectionGoesOnWithoutThePathThatFellSilentWhileItRested(final int link) {
    try (Rest rest = new Rest(WITH, 2, false)) {
      rest.pass(5 * SECOND_NS);
      assertThat(rest.established()).isEqualTo(2);
      rest.network.links().get(link).outage(Outage.SILENT);
      rest.pass(FOUND_WITHIN_NS);
      assertThat(rest.established()).as("the path is known to be dead").isEqualTo(1);
      rest.pass(MINUTE_NS);
      assertThat(rest.clientApp.receivedBytes()).isEqualTo(2 * MESSAGE_BYTES);
      assertThat(rest.clientApp.connection().info().reinjectedTimeoutBytes())
          .as("nobody had to try it with octets")
          .isZero();
      rest.network.links().get(link).outage(Outage.NONE);
      rest.pass(MINUTE_NS + FOUND_WITHIN_NS); // the longest wait of the joins, and more
      assertThat(rest.established()).as("joined anew").isEqualTo(2);
      rest.pass(5 * MINUTE_NS);

      assertThat(rest.clientApp.closeReason()).isEqualTo(CloseReason.FINISHED);
      assertThat(rest.serverApp.closeReason()).isEqualTo(CloseReason.FINISHED);
    }
  }

  @Test
  void aSubflowWhoseLinkIsDownIsNotAskedAndComesBack() {
    try (Rest rest = new Rest(WITH, 2, true)) {
      rest.pass(5 * SECOND_NS);
      rest.network.links().getFirst().outage(Outage.CARRIER_DOWN);
      rest.pass(10 * MINUTE_NS);
      rest.network.links().getFirst().outage(Outage.NONE);
      rest.pass(10 * MINUTE_NS);

      assertThat(rest.established()).isEqualTo(2);
      assertThat(rest.client.stack().counters().get("JOINS_SENT")).isEqualTo(1);
      rest.loseServer();
      rest.pass(FOUND_WITHIN_NS);
      assertThat(rest.established()).as("and is asked again").isZero();
    }
  }

  /** Two hosts, and one connection that both ends use alike. */
  private static final class Rest implements AutoCloseable {
    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SeededRandom random = new SeededRandom(1).fork("rest");
    private final ByteStream fromClient = new ByteStream(random.nextLong(), MESSAGES * MESSAGE_BYTES);
    private final ByteStream fromServer = new ByteStream(random.nextLong(), MESSAGES * MESSAGE_BYTES);
    private final WireChecker checker;
    private final Topology topology;
    private final StackEngine client;
    private final AppPeer clientApp;
    private final AppBehaviour behaviour;
    private AppPeer serverApp;

    /** @param holding whether both ends leave the connection open when they have said everything */
    Rest(final StackConfig config, final int links, final boolean holding) {
      behaviour = new AppBehaviour(MESSAGE_BYTES, MESSAGE_BYTES, MINUTE_NS, 0, MS, holding);
      topology = new Topology(network, plan(config, links, behaviour));
      checker = new WireChecker(network, topology.client, fromClient, fromServer, WireChecker::derivedIdsn);
      network.observe(checker);
      final StackEngine server = topology.server.start(
          host -> StackEngine.onOneThread(host, config, topology.serverPaths(), random.fork("server")));
      server.stack().listen(Scenario.SERVER_PORT, this::accept);
      client = topology.client.start(
          host -> StackEngine.onOneThread(host, config, topology.clientPaths(), random.fork("client")));
      clientApp = new AppPeer(
          topology.client, behaviour, fromClient, fromServer, random.fork("client app"), () -> {});
      client.stack().connect(0, IpAddress.parseLow("192.0.2.3"), Scenario.SERVER_PORT, clientApp);
      topology.client.wake();
    }

    private static ScenarioPlan plan(final StackConfig config, final int links, final AppBehaviour behaviour) {
      final Impairment clean = Impairment.clean(100_000_000, 100_000, 5 * MS);
      final HostPlan host = new HostPlan(config, behaviour, ThreadShape.ONE_THREAD);
      return new ScenarioPlan(
          1,
          Collections.nCopies(links, new LinkPlan(clean, clean, false)),
          List.of(),
          0,
          MiddleboxPlan.NONE,
          host,
          host,
          (long) MESSAGES * MESSAGE_BYTES,
          MishapPlan.NONE,
          SequenceStart.ANYWHERE);
    }

    private AppPeer accept() {
      serverApp = new AppPeer(
          topology.server, behaviour, fromServer, fromClient, random.fork("server app"), () -> {});
      return serverApp;
    }

    void pass(final long ns) {
      network.runUntil(() -> false, network.nowNs() + ns);
    }

    void loseServer() {
      serverApp.die();
      checker.forgetAll();
      topology.server.crash();
    }

    /** Subflows that the client takes for working. */
    int established() {
      return (int) clientApp.connection().info().subflows().stream()
          .filter(subflow -> subflow.state().equals("ESTABLISHED"))
          .count();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
