package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.StreamConnection;
import org.braidwire.stack.api.StreamListener;
import org.braidwire.stack.api.ThreadPlan;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two running stacks over AF_PACKET: each shape of threads, and several engines that share every link. */
@Timeout(120)
class ThreadShapesTest {
  private static final int PORT = 5001;
  private static final int LINKS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void requireNamespaces() {
    Requirement.ROOT.require();
    Requirement.NETNS.require();
  }

  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

  private Braidwire start(final Laboratory laboratory, final LabSide side, final ThreadPlan plan) {
    final BraidwireBuilder builder = Braidwire.builder()
        .networkNamespace(laboratory.namespace(side))
        .threads(plan)
        .warnings(line -> warnings.add(side + " " + line));
    final boolean shared = side == LabSide.WIRE && laboratory.plan().host() == LabHost.SHARED;
    for (int link = 0; link < LINKS; link++) {
      builder.path(LabAddresses.path(side, link) + (shared ? ",ports=" + LabHost.SHARED_PORTS : ""));
    }
    return builder.start();
  }

  private static ThreadPlan plan(final int engines, final int threads) {
    return ThreadPlan.defaults().withIdle("park").withEngines(engines).withNicThread(threads == 2);
  }

  @ParameterizedTest(name = "{0} engines of {1} threads against {2} of {3}")
  @CsvSource({"1, 1, 1, 2", "1, 2, 1, 2", "2, 1, 1, 1", "2, 2, 2, 1", "3, 1, 2, 2"})
  void everyConnectionCarriesItsOctetsOverEveryLink(
      final int serverEngines, final int serverThreads, final int clientEngines, final int clientThreads)
      throws Exception {
    final int connections = 4 * Math.max(serverEngines, clientEngines);
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(LINKS).withTwoWires());
        Braidwire server = start(laboratory, LabSide.WIRE, plan(serverEngines, serverThreads));
        Braidwire client = start(laboratory, LabSide.KERNEL, plan(clientEngines, clientThreads));
        StreamListener listener = server.listen(PORT)) {
      transferAll(client, listener, LabAddresses.wire(0), connections);
      final Map<String, Long> atServer = server.counters();
      final Map<String, Long> atClient = client.counters();
      assertThat(atServer.get("HMAC_FAILURES") + atClient.get("HMAC_FAILURES"))
          .isZero();
      assertThat(atServer.get("JOINS_REFUSED")).isZero();
      if (serverEngines > 1 || clientEngines > 1) {
        assertThat(atServer.get("FRAMES_FORWARDED") + atClient.get("FRAMES_FORWARDED"))
            .isPositive();
      }
      assertThat(server.failure()).isNull();
      assertThat(client.failure()).isNull();
    }
  }

  /** Of the server's host; several engines on one interface have one silence together. */
  @ParameterizedTest(name = "{0}, {1} engines of {2} threads")
  @CsvSource({"ROUTER, 2, 1", "ROUTER, 2, 2", "SHARED, 1, 2", "SHARED, 2, 1"})
  void theKernelBesideThemIsSilent(final LabHost host, final int engines, final int threads) throws Exception {
    final LabPlan hosts = LabPlan.links(LINKS).withTwoWires().withHost(host);
    try (Laboratory laboratory = Laboratory.open(hosts);
        Braidwire shared = start(laboratory, LabSide.WIRE, plan(engines, threads));
        Braidwire other = start(laboratory, LabSide.KERNEL, plan(1, 1));
        StreamListener atShared = shared.listen(PORT);
        StreamListener atOther = other.listen(PORT)) {
      transferAll(other, atShared, LabAddresses.wire(0), 4 * engines);
      transferAll(shared, atOther, LabAddresses.kernel(0), 4 * engines);
      if (host == LabHost.ROUTER) {
        assertThat(laboratory.kernelAnswers()).isEmpty();
      } else {
        assertThat(laboratory.counters(LabSide.WIRE).get("TcpOutRsts")).isZero();
      }
    }
  }

  @ParameterizedTest(name = "{0} engines of {1} threads")
  @CsvSource({"1, 2", "2, 1", "2, 2"})
  void everyEngineOpensAnInterfaceAgainThatCameBack(final int engines, final int threads) throws Exception {
    try (Laboratory laboratory =
            Laboratory.open(LabPlan.links(LINKS).withTwoWires().withHost(LabHost.ROUTER));
        Braidwire server = start(laboratory, LabSide.WIRE, plan(engines, threads));
        Braidwire client = start(laboratory, LabSide.KERNEL, plan(1, 1));
        StreamListener listener = server.listen(PORT)) {
      transferAll(client, listener, LabAddresses.wire(0), 1);
      laboratory.removeLink(1);
      until("every engine noticed", () -> said("has gone") == engines + 1);
      laboratory.restoreLink(1);
      until("every engine opened it again", () -> said("is open again") == engines + 1);
      transferAll(client, listener, LabAddresses.wire(0), 4 * engines);
      assertThat(laboratory.kernelAnswers()).isEmpty();
      assertThat(warnings).hasSize(2 * (engines + 1));
    }
  }

  private long said(final String what) {
    return warnings.stream().filter(line -> line.contains(what)).count();
  }

  private void until(final String what, final BooleanSupplier condition) throws InterruptedException {
    final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs)
          .as(() -> what + ": " + warnings)
          .isNegative();
      Thread.sleep(5);
    }
  }

  /** So many connections at once, each of which carries its octets to the other end and back over all links. */
  private static void transferAll(
      final Braidwire client, final StreamListener listener, final String address, final int connections)
      throws Exception {
    Thread.ofVirtual().start(() -> echo(listener, connections));
    final List<FutureTask<Integer>> transfers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      final int seed = i;
      transfers.add(new FutureTask<>(() -> transfer(client, address, seed)));
      Thread.ofVirtual().start(transfers.getLast());
    }
    for (final FutureTask<Integer> transfer : transfers) {
      assertThat(transfer.get()).as("subflows").isEqualTo(LINKS);
    }
  }

  private static void echo(final StreamListener listener, final int connections) {
    for (int i = 0; i < connections; i++) {
      try {
        final StreamConnection accepted = listener.accept(PATIENCE);
        Thread.ofVirtual().start(() -> {
          try (accepted) {
            accepted.input().transferTo(accepted.output());
          } catch (final IOException ended) {
            throw new UncheckedIOException(ended);
          }
        });
      } catch (final IOException none) {
        throw new UncheckedIOException(none);
      }
    }
  }

  /** Sends a megabyte, reads it back, and gives the number of subflows. */
  private static int transfer(final Braidwire client, final String address, final int seed) throws Exception {
    final byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    try (StreamConnection connection = client.connect(address, PORT, PATIENCE)) {
      final FutureTask<Void> sending = new FutureTask<>(() -> {
        connection.output().write(bytes);
        return null;
      });
      Thread.ofVirtual().start(sending);
      assertThat(connection.input().readNBytes(bytes.length)).isEqualTo(bytes);
      sending.get();
      final int subflows = connection.info().subflows().size();
      connection.shutdownOutput();
      assertThat(connection.input().read()).isEqualTo(-1);
      return subflows;
    }
  }

  @Test
  void sleepingThreadsCostNearlyNothing() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(LINKS).withTwoWires());
        Braidwire stack = start(laboratory, LabSide.WIRE, plan(1, 2))) {
      Thread.sleep(2_500); // announcements and their answers are over
      final long before = cpuNs();
      Thread.sleep(1_000);
      assertThat(cpuNs() - before).as("of a second, by both threads").isLessThan(100_000_000L);
      assertThat(stack.openConnections()).isZero();
    }
  }

  private static long cpuNs() {
    long sum = 0;
    for (final long id : THREADS.getAllThreadIds()) {
      final ThreadInfo info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("braidwire-")) {
        sum += THREADS.getThreadCpuTime(id);
      }
    }
    return sum;
  }
}
