package org.braidwire.benchmarks.setup;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** Braidwire as the end that accepts: what it is asked is sent back from within the callback. */
final class BraidwireSetupFar implements SetupFar {
  private final Laboratory laboratory;
  private final SetupWay way;
  private final int most;
  private StackHost host;
  private BenchException failure;
  private long accepted;
  private final AtomicLong closed = new AtomicLong();

  /** @param most connections at once, those in TIME_WAIT included: of two ends that finish together both keep it */
  BraidwireSetupFar(final Laboratory laboratory, final SetupWay way, final int most) {
    this.laboratory = laboratory;
    this.way = way;
    this.most = most;
  }

  @Override
  public void open() {
    host = BraidwireSetup.open(laboratory, LabSide.KERNEL, way, most);
    for (int port = 0; port < SetupPeers.PORTS; port++) {
      host.stack().listen(SetupPeers.FIRST_PORT + port, Answer::new);
    }
  }

  @Override
  public int turn() {
    final int done = host.turn();
    if (failure != null) {
      throw failure;
    }
    return done;
  }

  @Override
  public long accepted() {
    return accepted;
  }

  @Override
  public long closed() {
    return closed.get();
  }

  @Override
  public Map<String, String> used() {
    return BraidwireSetup.used(host, "CONNECTIONS_ACCEPTED", accepted);
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  /** One connection. A failure is kept for {@link #turn}: thrown here it would only end the connection. */
  private final class Answer implements ConnectionHandler {
    private int heldBytes;

    @Override
    public void onEstablished(final MptcpConnection connection) {
      accepted++;
      if (host.stack().openConnections() + host.stack().timeWaits() >= most) {
        failure = new BenchException("Braidwire has " + most + " connections, more than it was made for");
      }
    }

    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      final long claim = connection.tryClaim(length);
      heldBytes += length;
      if (claim < 0 || heldBytes > SetupMessage.BYTES) {
        failure = new BenchException("no answer to " + heldBytes + " octets: " + claim);
        return length;
      }
      Memory.copy(memory.address() + offset, connection.memory().address() + claim, length);
      connection.commit(length);
      return length;
    }

    @Override
    public void onPeerClosed(final MptcpConnection connection) {
      connection.close();
    }

    @Override
    public void onClosed(final MptcpConnection connection, final CloseReason reason) {
      if (reason == CloseReason.STACK_CLOSED) {
        return; // the run is over
      }
      closed.incrementAndGet();
      if (reason != CloseReason.FINISHED || heldBytes != SetupMessage.BYTES) {
        failure = new BenchException("a connection to Braidwire ended: " + reason);
      }
    }
  }
}
