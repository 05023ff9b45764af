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
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.braidwire.lab.LabAddresses;
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

  private static Braidwire start(final Laboratory laboratory, final LabSide side, final ThreadPlan plan) {
    final BraidwireBuilder builder =
        Braidwire.builder().networkNamespace(laboratory.namespace(side)).threads(plan);
    for (int link = 0; link < LINKS; link++) {
      builder.path(laboratory.device(side, link) + "=" + LabAddresses.of(side, link) + "/"
          + LabAddresses.PREFIX_LENGTH);
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
      Thread.ofVirtual().start(() -> echo(listener, connections));
      final List<FutureTask<Integer>> transfers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        final int seed = i;
        transfers.add(new FutureTask<>(() -> transfer(client, seed)));
        Thread.ofVirtual().start(transfers.getLast());
      }
      for (final FutureTask<Integer> transfer : transfers) {
        assertThat(transfer.get()).as("subflows").isEqualTo(LINKS);
      }
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
  private static int transfer(final Braidwire client, final int seed) throws Exception {
    final byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    try (StreamConnection connection = client.connect(LabAddresses.wire(0), PORT, PATIENCE)) {
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
