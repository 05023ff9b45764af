package org.braidwire.benchmarks.loop;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.braidwire.benchmarks.ends.MemoryLink;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.PortCounters;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;

/**
 * Two whole stacks on in-memory wires, turned by one thread: what a segment costs from the sender's application to
 * the receiver's and back as an acknowledgement, with nothing of a kernel or a device in it. Checksums are made and
 * verified in software over every byte; the application writes its own bytes in and reads every byte out. A segment
 * is one TCP segment of {@link #PAYLOAD_BYTES}; the receiver acknowledges every second one at once.
 */
public final class StackLoop implements AutoCloseable {
  /** Of every segment, whatever the protocol. */
  public static final int PAYLOAD_BYTES = 1400;

  private static final int PORT = 5001;
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 128;
  private static final int CYCLES_TO_OPEN = 1_000_000;
  private static final int SEGMENTS_TO_SETTLE = 100;

  /** Longer than a receiver delays the acknowledgement of a single segment. */
  private static final long DELAYED_ACK_NS = 6_000_000L;

  /** The largest batch that is measured. */
  private static final int FULL_BATCH = 32;

  private static final int BATCHES_TO_OPEN_WINDOW = 50;
  private static final double ACK_TOLERANCE = 0.02;

  private final LoopClock clock = new LoopClock();
  private final PacketMemory clientMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final PacketMemory serverMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final List<MptcpStack.Path> clientPaths = new ArrayList<>();
  private final List<MptcpStack.Path> serverPaths = new ArrayList<>();
  private final ApplicationBytes bytes;
  private final MptcpStack client;
  private final MptcpStack server;
  private final MptcpConnection connection;
  private long received;
  private long room;
  private long skips;

  /** Opens the connection and all its subflows. */
  public StackLoop(final LoopProtocol protocol, final int footprintBytes) {
    bytes = new ApplicationBytes(footprintBytes);
    for (int link = 0; link < protocol.subflows; link++) {
      final MemoryWire wire = new MemoryWire("wire" + link, protocol.mtuBytes, MemoryWire.DEFAULT_RING_FRAMES);
      clientPaths.add(MemoryLink.path(link, 0, wire.open(0, clientMemory, MemoryLink.macAddress(link, 0))));
      serverPaths.add(MemoryLink.path(link, 1, wire.open(1, serverMemory, MemoryLink.macAddress(link, 1))));
    }
    final StackConfig config = StackConfig.defaults()
        .withMultipath(protocol != LoopProtocol.TCP)
        .withAckPerCycle(false)
        .withScheduler(AlternatingScheduler.NAME);
    client = new MptcpStack(config, clientPaths, clientMemory, clock, new Random(1)::nextLong);
    server = new MptcpStack(config, serverPaths, serverMemory, clock, new Random(2)::nextLong);
    server.listen(PORT, Sink::new);
    connection = client.connect(0, MemoryLink.addressLow(0, 1), PORT, new Sink());
    open(protocol.subflows);
  }

  private void open(final int subflows) {
    for (int i = 0; i < CYCLES_TO_OPEN; i++) {
      turn();
      if (isOpen(subflows)) {
        room = connection.writableBytes();
        useAll();
        return;
      }
    }
    throw new IllegalStateException("the loop's connection did not open: " + connection.info());
  }

  /** A subflow that has just joined carries nothing for a moment (ADR 0019), which passes while single segments do. */
  private void useAll() {
    for (int i = 0; i < SEGMENTS_TO_SETTLE; i++) {
      transfer(1);
      if (subflows().stream().allMatch(subflow -> subflow.sentBytes() > 0)) {
        skips = 0;
        return;
      }
    }
    throw new IllegalStateException("the loop does not use all subflows: " + connection.info());
  }

  private boolean isOpen(final int subflows) {
    return connection.writableBytes() > 0
        && connection.info().subflows().stream()
                .filter(subflow -> subflow.state().equals("ESTABLISHED"))
                .count()
            == subflows;
  }

  /** Lets the congestion window grow again, which RFC 5681 4.1 makes small while the loop rests. */
  void openWindow() {
    for (int i = 0; i < BATCHES_TO_OPEN_WINDOW; i++) {
      transfer(FULL_BATCH);
    }
  }

  /** Sends {@code segments} full segments and turns both stacks until all are received and acknowledged. */
  public long transfer(final int segments) {
    write(segments);
    turnUntil(received + (long) segments * PAYLOAD_BYTES, (segments & 1) != 0);
    return received;
  }

  private void turnUntil(final long receivedBytes, final boolean odd) {
    while (received < receivedBytes || !isAcknowledged()) {
      final int work = turn();
      if (received >= receivedBytes && !isAcknowledged() && (odd || work == 0)) {
        skips++;
        clock.skip(DELAYED_ACK_NS);
      }
    }
  }

  /**
   * The same for an even number of segments, part by part; adds to {@code parts} what each took.
   *
   * @return false, with nothing added, where the batch did not pass as a whole: a congestion window that did not hold
   *     it, or an acknowledgement that was delayed, as after a pause of the machine
   */
  boolean transfer(final int segments, final LoopParts parts) {
    final long acksBefore = acks();
    final long until = received + (long) segments * PAYLOAD_BYTES;
    final long startNs = System.nanoTime();
    write(segments);
    client.doWork();
    final long sentNs = System.nanoTime();
    while (received < until && server.doWork() != 0) {
      // a burst a cycle
    }
    final long receivedNs = System.nanoTime();
    final boolean whole = received >= until;
    while (!isAcknowledged() && client.doWork() != 0) {
      // all that has come, a cycle
    }
    final long acknowledgedNs = System.nanoTime();
    if (!whole || !isAcknowledged()) {
      turnUntil(until, false);
      return false;
    }
    parts.add(segments, acks() - acksBefore, sentNs - startNs, receivedNs - sentNs, acknowledgedNs - receivedNs);
    return true;
  }

  /** Frames that the receiver has sent: in mid-connection acknowledgements and nothing else. */
  long acks() {
    long frames = 0;
    for (int link = 0; link < serverPaths.size(); link++) {
      frames += serverPaths.get(link).port().counters().get(PortCounters.Kind.TX_FRAMES);
    }
    return frames;
  }

  /**
   * Fails unless the receiver acknowledged as often as a figure claims: every second segment, or every one where a batch
   * is one. A batch may leave an odd segment on each of several subflows, which has an acknowledgement of its own.
   */
  void checkAcks(final long segments, final long acks, final int batch) {
    final double least = batch == 1 ? segments : segments / 2.0;
    final double most = batch == 1 ? segments : least + (double) (clientPaths.size() - 1) * segments / batch;
    if (acks < least * (1 - ACK_TOLERANCE) || acks > most * (1 + ACK_TOLERANCE)) {
      throw new BenchException(acks + " acknowledgements for " + segments + " segments in batches of " + batch);
    }
  }

  private void write(final int segments) {
    for (int i = 0; i < segments; i++) {
      if (!bytes.send(connection, PAYLOAD_BYTES)) {
        throw new IllegalStateException("no room for segment " + i);
      }
    }
  }

  private boolean isAcknowledged() {
    return connection.writableBytes() >= room;
  }

  private int turn() {
    return client.doWork() + server.doWork();
  }

  /** How often the clock was moved on because an acknowledgement was delayed. */
  long skips() {
    return skips;
  }

  /** Both stacks' counters added up, to assert that the loop did what it says. */
  public Map<String, Long> counters() {
    final Map<String, Long> sum = client.counters();
    server.counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
    return sum;
  }

  /** The sender's subflows, to assert that all of them are used. */
  List<SubflowInfo> subflows() {
    return connection.info().subflows();
  }

  /**
   * Closes both stacks; fails if a segment was sent again, for nothing is lost here, if the connection fell back, or if
   * a subflow carried less than half of its share.
   */
  @Override
  public void close() {
    final String fault = fault();
    client.close();
    server.close();
    clientPaths.forEach(path -> path.port().close());
    serverPaths.forEach(path -> path.port().close());
    clientMemory.close();
    serverMemory.close();
    bytes.close();
    if (!fault.isEmpty()) {
      throw new BenchException("such a run of the stack loop is no figure: " + fault);
    }
  }

  private String fault() {
    final Map<String, Long> counters = counters();
    for (final String counter : List.of("SEGMENTS_RETRANSMITTED", "FALLBACKS")) {
      if (counters.get(counter) != 0) {
        return counter + " is " + counters.get(counter);
      }
    }
    final List<SubflowInfo> subflows = subflows();
    final long sent = subflows.stream().mapToLong(SubflowInfo::sentBytes).sum();
    for (final SubflowInfo subflow : subflows) {
      if (2L * subflows.size() * subflow.sentBytes() < sent) {
        return "subflow " + subflow.id() + " carried " + subflow.sentBytes() + " of " + sent + " octets";
      }
    }
    return "";
  }

  /** Both ends' application: reads every byte. */
  private final class Sink implements ConnectionHandler {
    @Override
    public int onData(
        final MptcpConnection arrivedOn, final MemorySegment memory, final long offset, final int length) {
      bytes.take(offset, length);
      received += length;
      return length;
    }
  }
}
