package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.memory.WireBundle;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that share links: whatever reaches the wrong one is forwarded, and nothing is lost or leaked. */
class SeveralEnginesTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SINGLE = IpAddress.parseLow("192.0.2.1");
  private static final long ROW = IpAddress.parseLow("192.0.2.2");
  private static final StackConfig CONFIG = StackConfig.defaults().withBuffers(256 << 10, 256 << 10);

  private static WireBundle.Steering to(final int queue) {
    return (frame, wires) -> queue;
  }

  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void aJoinThatReachesTheWrongEngineIsForwardedForItsWholeLife(final boolean checksum) {
    final long total = 3_000_000;
    try (EngineRow row = new EngineRow(2, List.of(to(0), to(1)), CONFIG.withChecksum(checksum))) {
      final Transfer atRow = new Transfer(7, 9, total);
      final Transfer atSingle = new Transfer(9, 7, total);
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      final MptcpConnection connection = row.single.connect(0, ROW, PORT, atSingle);

      assertThat(row.run(() -> atSingle.closed != null && atRow.closed != null, 20 * SECOND_NS))
          .as(() -> connection.info() + " " + row.engines.get(0).counters())
          .isTrue();

      row.step(); // what was forwarded last arrives
      assertThat(atRow.mismatchAt).isEqualTo(-1);
      assertThat(atSingle.mismatchAt).isEqualTo(-1);
      assertThat(atRow.received).isEqualTo(total);
      assertThat(atSingle.received).isEqualTo(total);
      assertThat(connection.info().subflows()).hasSize(2);
      assertThat(row.engines.get(0).counters().get("JOINS_ESTABLISHED")).isEqualTo(1);
      assertThat(row.engines.get(1).counters().get("FRAMES_FORWARDED")).isGreaterThan(500);
      assertThat(row.engines.get(0).counters().get("FORWARDED_ARRIVALS"))
          .isEqualTo(row.engines.get(1).counters().get("FRAMES_FORWARDED"));
      assertThat(row.count("FORWARDS_DROPPED")).isZero();
      assertThat(row.count("RESETS_SENT")).isZero();
    }
  }

  @Test
  void aForwardedSegmentIsVerifiedByItsOwner() {
    final long total = 3_000_000;
    final Damage damage = new Damage(1, false, 50);
    try (EngineRow row = new EngineRow(2, List.of(to(0), damage), CONFIG)) {
      final Transfer atRow = new Transfer(7, 9, total);
      final Transfer atSingle = new Transfer(9, 7, total);
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      row.single.connect(0, ROW, PORT, atSingle);

      assertThat(row.run(() -> atSingle.closed != null && atRow.closed != null, 20 * SECOND_NS))
          .isTrue();

      assertThat(damage.done).isPositive();
      assertThat(row.engines.get(0).counters().get("DROP_TCP_BAD_CHECKSUM"))
          .isEqualTo(damage.done);
      assertThat(row.engines.get(1).counters().get("DROP_TCP_BAD_CHECKSUM"))
          .isZero();
      assertThat(atRow.received).isEqualTo(total);
      assertThat(atRow.mismatchAt).isEqualTo(-1);
    }
  }

  @Test
  void aDamagedJoinIsNobodysAndLeavesNoEntry() {
    final Damage damage = new Damage(1, true, 1);
    try (EngineRow row = new EngineRow(2, List.of(to(0), damage), CONFIG)) {
      final Transfer atRow = new Transfer(7, 9, 0);
      final Transfer atSingle = new Transfer(9, 7, 0);
      atRow.closeWhenSent = false;
      atSingle.closeWhenSent = false;
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      row.single.connect(0, ROW, PORT, atSingle);

      assertThat(row.run(() -> damage.done > 0, 5 * SECOND_NS)).isTrue();
      row.run(() -> false, SECOND_NS / 10);

      assertThat(row.engines.get(1).counters().get("DROP_TCP_BAD_CHECKSUM"))
          .isEqualTo(damage.done);
      assertThat(row.engines.get(1).foreignJoins()).isZero();
      assertThat(row.count("JOINS_ESTABLISHED")).isZero();
    }
  }

  @Test
  void aForwardingEntryGoesWithItsSubflow() {
    try (EngineRow row = new EngineRow(2, List.of(to(0), to(1)), CONFIG)) {
      final Transfer atRow = new Transfer(7, 9, 0);
      final Transfer atSingle = new Transfer(9, 7, 0);
      atRow.closeWhenSent = false;
      atSingle.closeWhenSent = false;
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      final MptcpConnection connection = row.single.connect(0, ROW, PORT, atSingle);
      assertThat(row.run(() -> row.count("JOINS_ESTABLISHED") == 1, 5 * SECOND_NS))
          .isTrue();
      assertThat(row.engines.get(1).foreignJoins()).isEqualTo(1);

      connection.abort();

      assertThat(row.run(() -> row.engines.get(1).foreignJoins() == 0, 5 * SECOND_NS))
          .isTrue();
    }
  }

  @Test
  void aJoinThatItsOwnerRefusesLeavesNoEntry() {
    try (EngineRow row = new EngineRow(2, List.of(to(1), to(0)), CONFIG)) {
      // The owner has the token of no connection by the time the join comes: it was aborted.
      final Transfer atRow = new Transfer(7, 9, 0);
      final Transfer atSingle = new Transfer(9, 7, 0);
      atRow.closeWhenSent = false;
      atSingle.closeWhenSent = false;
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      row.single.connect(0, ROW, PORT, atSingle);
      row.run(() -> atRow.connection != null, SECOND_NS);
      atRow.connection.abort();
      row.run(() -> atSingle.closed != null, 5 * SECOND_NS);
      row.run(() -> false, SECOND_NS / 10);
      assertThat(row.engines.get(0).foreignJoins()).isZero();
    }
  }

  @Test
  void answersToConnectionsOfOursFindTheEngineThatTheirPortNames() {
    final long total = 500_000;
    try (EngineRow row = new EngineRow(3, List.of(to(2), to(0)), CONFIG)) {
      final List<Transfer> clients = new ArrayList<>();
      final List<Transfer> servers = new ArrayList<>();
      row.single.listen(PORT, () -> {
        servers.add(new Transfer(7, 9, total));
        return servers.getLast();
      });
      for (final MptcpStack engine : row.engines) {
        clients.add(new Transfer(9, 7, total));
        engine.connect(0, SINGLE, PORT, clients.getLast());
      }

      assertThat(row.run(
              () -> clients.stream().allMatch(client -> client.closed == CloseReason.FINISHED)
                  && servers.stream().allMatch(server -> server.closed == CloseReason.FINISHED),
              30 * SECOND_NS))
          .isTrue();

      assertThat(clients).allMatch(client -> client.received == total && client.mismatchAt == -1);
      assertThat(servers).hasSize(3).allMatch(server -> server.received == total && server.mismatchAt == -1);
      assertThat(row.count("FRAMES_FORWARDED")).isPositive();
      assertThat(row.count("JOINS_ESTABLISHED")).isEqualTo(3);
      assertThat(row.count("RESETS_SENT")).isZero();
    }
  }

  @Test
  void theFlowsOfOneHostAreSpreadAndEachStaysWhereItBegan() {
    final WireBundle.Steering byFlow = WireBundle.Steering.byFlow();
    try (EngineRow row = new EngineRow(2, List.of(byFlow, byFlow), CONFIG)) {
      final List<Transfer> clients = new ArrayList<>();
      row.engines.forEach(engine -> engine.listen(PORT, () -> new Transfer(7, 9, 100_000)));
      for (int i = 0; i < 16; i++) {
        clients.add(new Transfer(9, 7, 100_000));
        row.single.connect(0, ROW, PORT, clients.getLast());
      }
      assertThat(row.run(
              () -> clients.stream().allMatch(client -> client.closed == CloseReason.FINISHED),
              60 * SECOND_NS))
          .isTrue();
      assertThat(row.engines.get(0).counters().get("CONNECTIONS_ACCEPTED"))
          .isPositive();
      assertThat(row.engines.get(1).counters().get("CONNECTIONS_ACCEPTED"))
          .isPositive();
      assertThat(row.count("JOINS_ESTABLISHED")).isEqualTo(16);
    }
  }

  @Test
  void anEngineThatStandsStillCostsItsOwnFramesOnly() {
    try (EngineRow row = new EngineRow(2, List.of(to(0), to(1)), CONFIG)) {
      final Transfer atRow = new Transfer(7, 9, 0);
      final Transfer atSingle = new Transfer(9, 7, 1L << 30);
      atRow.closeWhenSent = false;
      row.engines.forEach(engine -> engine.listen(PORT, () -> atRow));
      row.single.connect(0, ROW, PORT, atSingle);
      assertThat(row.run(() -> atRow.received > 1_000_000, 20 * SECOND_NS))
          .isTrue();
      final int before = row.memories.get(1).leased();

      for (int i = 0; i < 20_000; i++) { // the owner does not run
        row.single.doWork();
        row.engines.get(1).doWork();
      }

      assertThat(row.memories.get(1).leased()).isLessThanOrEqualTo(before + 64);
      assertThat(row.run(() -> atRow.received > 2_000_000, 60 * SECOND_NS))
          .isTrue();
      assertThat(atRow.mismatchAt).isEqualTo(-1);
    }
  }

  @Test
  void forwardingAllocatesNothing() {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (EngineRow row = new EngineRow(2, List.of(to(0), to(1)), CONFIG)) {
      row.engines.forEach(engine -> engine.listen(PORT, Flood::new));
      row.single.connect(0, ROW, PORT, new Flood());
      forward(row, 200_000);
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < 4 && allocated != 0; round++) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200_000; i++) {
          row.step();
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertThat(allocated).isZero();
      assertThat(row.count("FRAMES_FORWARDED")).isGreaterThan(200_000);
    }
  }

  private static void forward(final EngineRow row, final long frames) {
    while (row.count("FRAMES_FORWARDED") < frames) {
      for (int i = 0; i < 1000; i++) {
        row.step();
      }
    }
  }

  /** Leads to one engine and makes the checksum of every so many-th TCP segment wrong. */
  private static final class Damage implements WireBundle.Steering {
    private final int queue;
    private final boolean openings;
    private final int every;
    private int segments;
    private long done;

    /**
     * @param openings whether SYNs are damaged, and nothing else, or everything else
     */
    Damage(final int queue, final boolean openings, final int every) {
      this.queue = queue;
      this.openings = openings;
      this.every = every;
    }

    @Override
    public int wire(final long frame, final int wires) {
      if (EthernetHeader.type(frame) == EthernetHeader.TYPE_IPV4) {
        final long ip = frame + EthernetHeader.BYTES;
        final long tcp = ip + Ipv4Header.headerBytes(ip);
        if ((TcpHeader.flags(tcp) & TcpFlags.SYN) != 0 == openings && ++segments % every == 0) {
          TcpHeader.checksum(tcp, TcpHeader.checksum(tcp) ^ 1);
          done++;
        }
      }
      return queue;
    }
  }

  /** Sends as much as is taken and consumes what comes. */
  private static final class Flood implements ConnectionHandler {
    @Override
    public void onEstablished(final MptcpConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(final MptcpConnection connection) {
      while (connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES) >= 0) {
        connection.commit(MptcpConnection.MAX_CLAIM_BYTES);
      }
    }

    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      return length;
    }
  }
}
