package org.braidwire.benchmarks.footprint;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.MemoryLink;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.base.RandomSource;

/**
 * Very many connections between two stacks on in-memory wires, made by real handshakes; each carries a kilobyte each way
 * and rests. One thread turns both ends. Ends with its process: closing them one by one is not what is measured.
 */
final class IdleConnections {
  private static final int MESSAGE_BYTES = 1024;
  private static final int AT_ONCE = 256;
  private static final int FRAMES = 8192;

  /** Of each end: one for each connection whose last octets are not acknowledged yet. */
  private static final int CHUNKS = 1024;

  /** Of each direction of a connection. */
  static final int BUFFER_BYTES = 128 << 10;

  private static final int FIRST_PORT = 5001;

  /** A port of the server takes no more connections than a client has ports; most of them, so that one is found. */
  private static final int CONNECTIONS_PER_PORT = 14_000;

  /** A collection of some gigabytes, at some seconds each, may come between. */
  private static final long PATIENCE_NS = 60_000_000_000L;

  private static final int SETTLING_TURNS = 1000;
  private static final long SETTLING_NS = 100_000_000L;

  private final int subflows;
  private final MptcpStack client;
  private final MptcpStack server;
  private final List<Idle> connections = new ArrayList<>();
  private int ready;
  private String failure;

  /** @param most connections that will be made */
  IdleConnections(final int subflows, final int most) {
    this(subflows, most, CHUNKS);
  }

  /** The same with {@code chunks} chunks at each end. */
  IdleConnections(final int subflows, final int most, final int chunks) {
    this.subflows = subflows;
    final PacketMemory clientMemory = PacketMemory.allocate(FRAMES, chunks);
    final PacketMemory serverMemory = PacketMemory.allocate(FRAMES, chunks);
    final List<MptcpStack.Path> clientPaths = new ArrayList<>();
    final List<MptcpStack.Path> serverPaths = new ArrayList<>();
    for (int link = 0; link < subflows; link++) {
      final MemoryWire wire = new MemoryWire("wire" + link);
      clientPaths.add(MemoryLink.path(link, 0, wire.open(0, clientMemory, MemoryLink.macAddress(link, 0))));
      serverPaths.add(MemoryLink.path(link, 1, wire.open(1, serverMemory, MemoryLink.macAddress(link, 1))));
    }
    final StackConfig config = StackConfig.defaults()
        .withBuffers(BUFFER_BYTES, BUFFER_BYTES)
        .withKeepAlive(KeepAlive.standard())
        .withMaxConnections(most);
    client = new MptcpStack(config, clientPaths, clientMemory, Clock.system(), RandomSource.secure());
    server = new MptcpStack(config, serverPaths, serverMemory, Clock.system(), RandomSource.secure());
    for (int i = 0; i <= most / CONNECTIONS_PER_PORT; i++) {
      server.listen(FIRST_PORT + i, Answer::new);
    }
  }

  /** Opens connections until there are {@code count}, and lets them come to rest. */
  void growTo(final int count) {
    final long peer = MemoryLink.addressLow(0, 1);
    while (connections.size() < count || ready < count) {
      while (connections.size() < count && connections.size() - ready < AT_ONCE) {
        final Idle idle = new Idle();
        idle.connection = client.connect(0, peer, FIRST_PORT + connections.size() / CONNECTIONS_PER_PORT, idle);
        connections.add(idle);
      }
      final int before = ready;
      Deadline.await("connection " + before, PATIENCE_NS, () -> {
        turn();
        return ready > before || connections.size() < count && connections.size() - ready < AT_ONCE;
      });
    }
    settle();
    checkSubflows();
  }

  private void turn() {
    client.doWork();
    server.doWork();
    if (failure != null) {
      throw new BenchException("a connection ended after " + ready + " were made: " + failure + "; "
          + chunksRefused() + " claims found no chunk");
    }
  }

  /** How often a message or an answer had to wait because all chunks of its end were out. */
  long chunksRefused() {
    return client.counters().get("CHUNKS_REFUSED") + server.counters().get("CHUNKS_REFUSED");
  }

  /** Delayed acknowledgements and joins come to their end. */
  private void settle() {
    final long untilNs = System.nanoTime() + SETTLING_NS;
    for (int i = 0; i < SETTLING_TURNS || System.nanoTime() < untilNs; i++) {
      turn();
    }
  }

  private void checkSubflows() {
    final long established = server.counters().get("JOINS_ESTABLISHED");
    final long expected = (long) (subflows - 1) * connections.size();
    if (established != expected) {
      throw new BenchException(established + " joins are established of " + expected);
    }
  }

  /** Lets so many randomly chosen connections echo once more. */
  void echo(final int count) {
    final Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      final Idle idle = connections.get(random.nextInt(connections.size()));
      idle.say();
      Deadline.await("an echo of a connection that was idle", () -> {
        turn();
        return idle.outstandingBytes == 0;
      });
    }
  }

  /** Neither end closes: the first that is over says why, and that of both which knows. */
  private void onOver(final String end, final MptcpConnection connection, final CloseReason reason) {
    if (failure == null) {
      final Exception thrown = connection.failure();
      failure = reason + " at the " + end + (thrown == null ? "" : ", " + thrown);
    }
  }

  /** The end that connected. Where there is no chunk for a message it waits for one. */
  private final class Idle implements ConnectionHandler {
    private MptcpConnection connection;
    private int outstandingBytes;
    private boolean counted;

    private void say() {
      outstandingBytes = MESSAGE_BYTES;
      onWritable(connection);
    }

    @Override
    public void onWritable(final MptcpConnection on) {
      final long claim = on.tryClaim(MESSAGE_BYTES);
      if (claim >= 0) {
        Memory.zero(on.memory().address() + claim, MESSAGE_BYTES);
        on.commit(MESSAGE_BYTES);
      }
    }

    @Override
    public void onEstablished(final MptcpConnection opened) {
      connection = opened;
      say();
    }

    @Override
    public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
      outstandingBytes -= length;
      if (outstandingBytes == 0 && !counted) {
        counted = true;
        ready++;
      }
      return length;
    }

    @Override
    public void onClosed(final MptcpConnection on, final CloseReason reason) {
      onOver("client", on, reason);
    }
  }

  /** The end that was connected to. Where there is no chunk for an answer the question waits. */
  private final class Answer implements ConnectionHandler {
    @Override
    public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
      final long claim = on.tryClaim(length);
      if (claim < 0) {
        return 0;
      }
      Memory.copy(memory.address() + offset, on.memory().address() + claim, length);
      on.commit(length);
      return length;
    }

    @Override
    public void onWritable(final MptcpConnection on) {
      on.resumeReading();
    }

    @Override
    public void onClosed(final MptcpConnection on, final CloseReason reason) {
      onOver("server", on, reason);
    }
  }
}
