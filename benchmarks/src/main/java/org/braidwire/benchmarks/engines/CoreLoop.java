package org.braidwire.benchmarks.engines;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braidwire.benchmarks.ends.MemoryLink;
import org.braidwire.benchmarks.loop.ApplicationBytes;
import org.braidwire.benchmarks.loop.StackLoop;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.engine.EngineSeat;

/**
 * What one core does: a client's stack that sends on several connections and the engine that owns these, turned one
 * after the other, with the applications of both, which write and read every octet. The core's thread.
 */
final class CoreLoop implements AutoCloseable {
  /** Even, so that half of their joins can miss. */
  static final int CONNECTIONS = 8;

  static final int SUBFLOWS = 2;

  /** Written before each turn at most. */
  static final int SEGMENTS_PER_TURN = 32;

  /**
   * On their way to the application at most: enough for a turn of each core that a forwarded one waits, and fewer than a
   * lane between engines holds, so that none is lost there.
   */
  static final int SEGMENTS_UNDER_WAY = 192;

  private static final int PORT = 5001;
  private static final int FOOTPRINT_BYTES = 64 << 10;
  private static final StackConfig CONFIG = StackConfig.defaults().withScheduler(CoinScheduler.NAME);

  private final ApplicationBytes bytes = new ApplicationBytes(FOOTPRINT_BYTES);
  private final List<MptcpConnection> connections = new ArrayList<>();
  private final int firstLink;
  private final MptcpStack client;
  private final MptcpStack engine;
  private long sentBytes;
  private long receivedBytes;
  private int next;
  private long turns;
  private long turnsWithoutRoom;
  private CloseReason ended;

  /**
   * @param core 0 or 1; makes the chance of each differ
   * @param firstLink that the client connects by
   * @param seat the engine's place
   */
  CoreLoop(
      final int core,
      final int firstLink,
      final List<MptcpStack.Path> clientPaths,
      final PacketMemory clientMemory,
      final List<MptcpStack.Path> enginePaths,
      final PacketMemory engineMemory,
      final EngineSeat seat) {
    this.firstLink = firstLink;
    client = new MptcpStack(CONFIG, clientPaths, clientMemory, Clock.system(), new Random(2L * core)::nextLong);
    engine = new MptcpStack(
        CONFIG, enginePaths, engineMemory, Clock.system(), new Random(2L * core + 1)::nextLong, seat);
    engine.listen(PORT, Application::new);
  }

  /** Begins to open the connections. */
  void connect() {
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(client.connect(0, MemoryLink.addressLow(firstLink, 1), PORT, new Application()));
    }
  }

  /** Whether all connections have all their subflows. */
  boolean isOpen() {
    return engine.counters().get("JOINS_ESTABLISHED") == (SUBFLOWS - 1) * CONNECTIONS;
  }

  /** Lets each connection in its turn send a segment, as many as may be under way; an equal share is each one's. */
  void write() {
    turns++;
    if (!mayWrite()) {
      turnsWithoutRoom++;
    }
    for (int i = 0; i < SEGMENTS_PER_TURN; i++) {
      if (!mayWrite() || !bytes.send(connections.get(next), StackLoop.PAYLOAD_BYTES)) {
        return;
      }
      sentBytes += StackLoop.PAYLOAD_BYTES;
      next = next + 1 < CONNECTIONS ? next + 1 : 0;
    }
  }

  private boolean mayWrite() {
    return underWayBytes() + StackLoop.PAYLOAD_BYTES <= SEGMENTS_UNDER_WAY * StackLoop.PAYLOAD_BYTES;
  }

  /** The part of the turns that had to wait for what was under way, thus were not spent on new segments. */
  double shareWithoutRoom() {
    return (double) turnsWithoutRoom / turns;
  }

  /** A cycle of both. */
  void turn() {
    client.doWork();
    engine.doWork();
    if (ended != null) {
      throw new BenchException("a connection ended: " + ended);
    }
  }

  /** Octets that were sent and that the engine's application has not had. */
  long underWayBytes() {
    return sentBytes - receivedBytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  MptcpStack client() {
    return client;
  }

  MptcpStack engine() {
    return engine;
  }

  @Override
  public void close() {
    client.close();
    engine.close();
    bytes.close();
  }

  /** Both ends' application: reads every octet. */
  private final class Application implements ConnectionHandler {
    @Override
    public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
      bytes.take(memory.address() + offset, length);
      receivedBytes += length;
      return length;
    }

    @Override
    public void onClosed(final MptcpConnection on, final CloseReason reason) {
      ended = reason;
    }
  }
}
