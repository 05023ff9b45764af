package org.braidwire.benchmarks.setup;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.IpAddress;

/** Braidwire as the end that connects: the application lives on the engine's thread. */
final class BraidwireSetupClient implements SetupClient {
  private final Laboratory laboratory;
  private final FirstOctets firstOctets = new FirstOctets();
  private StackHost host;
  private long openedNs;
  private long server;
  private CloseReason failure;
  private int wanted;
  private int underWay;
  private int nextPort;
  private long completed;

  BraidwireSetupClient(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    host = StackHost.open(laboratory, LabSide.WIRE, SetupPeers.config(), SetupPeers.FRAMES, SetupPeers.CHUNKS);
    openedNs = System.nanoTime();
    server = IpAddress.parseLow(LabAddresses.kernel(0));
  }

  @Override
  public void outstanding(final int connections) {
    wanted = connections;
  }

  @Override
  public int turn() {
    while (underWay < wanted) {
      underWay++;
      host.stack().connect(0, server, SetupPeers.FIRST_PORT + nextPort, new Greeted(System.nanoTime()));
      nextPort = (nextPort + 1) % SetupPeers.PORTS;
    }
    final int done = host.turn();
    if (failure != null) {
      throw new BenchException("a connection of Braidwire ended: " + failure);
    }
    return done;
  }

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public int underWay() {
    return underWay;
  }

  @Override
  public void abandon() {
    throw new BenchException(underWay + " connections of Braidwire do not end");
  }

  @Override
  public long abandoned() {
    return 0;
  }

  @Override
  public Histogram takeFirstOctets() {
    return firstOctets.take();
  }

  @Override
  public Map<String, String> used() {
    final Map<String, String> used = new LinkedHashMap<>(host.used());
    used.put("connections", Long.toString(completed));
    used.put("still there, in TIME_WAIT", Integer.toString(host.stack().openConnections()));
    final boolean noneIsDue = System.nanoTime() - openedNs < Subflow.TIME_WAIT_NS;
    if (noneIsDue && host.stack().openConnections() < completed) {
      throw new BenchException("Braidwire gave up TIME_WAIT: "
          + host.stack().openConnections() + " connections are left of " + completed);
    }
    return used;
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  /** One connection. */
  private final class Greeted implements ConnectionHandler {
    private final long startedNs;

    Greeted(final long startedNs) {
      this.startedNs = startedNs;
    }

    @Override
    public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
      firstOctets.record(System.nanoTime() - startedNs);
      on.close();
      return length;
    }

    @Override
    public void onClosed(final MptcpConnection on, final CloseReason reason) {
      underWay--;
      if (reason == CloseReason.FINISHED) {
        completed++;
      } else if (reason != CloseReason.STACK_CLOSED) {
        failure = reason;
      }
    }
  }
}
