package org.braidwire.benchmarks.loop;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.wire.IpAddress;

/**
 * Two whole stacks on in-memory wires, turned by one thread: what a segment costs from the sender's application to
 * the receiver's and back as an acknowledgement, with nothing of a kernel or a device in it. Checksums are made and
 * verified in software over every byte; the application writes its own bytes in and reads every byte out.
 */
public final class StackLoop implements AutoCloseable {
  /** Of every segment, whatever the protocol. */
  public static final int PAYLOAD_BYTES = 1400;

  private static final int PORT = 5001;
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 128;
  private static final int CYCLES_TO_OPEN = 1_000_000;
  private static final long FIRST_MAC = 0x02_00_00_00_00_00L;

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

  /** Opens the connection and all its subflows. */
  public StackLoop(final LoopProtocol protocol, final int footprintBytes) {
    bytes = new ApplicationBytes(footprintBytes);
    for (int link = 0; link < protocol.subflows; link++) {
      final MemoryWire wire = new MemoryWire("wire" + link, protocol.mtuBytes, MemoryWire.DEFAULT_RING_FRAMES);
      clientPaths.add(path(wire, link, 0, clientMemory));
      serverPaths.add(path(wire, link, 1, serverMemory));
    }
    final StackConfig config = StackConfig.defaults()
        .withMultipath(protocol != LoopProtocol.TCP)
        .withScheduler(AlternatingScheduler.NAME);
    client = new MptcpStack(config, clientPaths, clientMemory, Clock.system(), new Random(1)::nextLong);
    server = new MptcpStack(config, serverPaths, serverMemory, Clock.system(), new Random(2)::nextLong);
    server.listen(PORT, Sink::new);
    connection = client.connect(0, IpAddress.parseLow("192.0.2.2"), PORT, new Sink());
    open(protocol.subflows);
  }

  private static MptcpStack.Path path(
      final MemoryWire wire, final int link, final int end, final PacketMemory memory) {
    final int host = 16 * link + end + 1;
    return new MptcpStack.Path(
        PathConfig.parse(wire.name() + "=192.0.2." + host + "/28"), wire.open(end, memory, FIRST_MAC + host));
  }

  private void open(final int subflows) {
    for (int i = 0; i < CYCLES_TO_OPEN; i++) {
      turn();
      if (isOpen(subflows)) {
        room = connection.writableBytes();
        return;
      }
    }
    throw new IllegalStateException("the loop's connection did not open: " + connection.info());
  }

  private boolean isOpen(final int subflows) {
    return connection.writableBytes() > 0
        && connection.info().subflows().stream()
                .filter(subflow -> subflow.state().equals("ESTABLISHED"))
                .count()
            == subflows;
  }

  /** Sends {@code segments} full segments and turns both stacks until all are received and acknowledged. */
  public long transfer(final int segments) {
    for (int i = 0; i < segments; i++) {
      final long claim = connection.tryClaim(PAYLOAD_BYTES);
      if (claim < 0) {
        throw new IllegalStateException("no room for segment " + i + ": " + claim);
      }
      Memory.copy(bytes.next(PAYLOAD_BYTES), claim, PAYLOAD_BYTES);
      connection.commit(PAYLOAD_BYTES);
    }
    final long until = received + (long) segments * PAYLOAD_BYTES;
    while (received < until || connection.writableBytes() < room) {
      turn();
    }
    return received;
  }

  /** The sender's subflows, to assert that all of them are used. */
  List<SubflowInfo> subflows() {
    return connection.info().subflows();
  }

  private void turn() {
    client.doWork();
    server.doWork();
  }

  /** Both stacks' counters added up, to assert that the loop did what it says. */
  public Map<String, Long> counters() {
    final Map<String, Long> sum = client.counters();
    server.counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
    return sum;
  }

  @Override
  public void close() {
    client.close();
    server.close();
    clientPaths.forEach(path -> path.port().close());
    serverPaths.forEach(path -> path.port().close());
    clientMemory.close();
    serverMemory.close();
    bytes.close();
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
