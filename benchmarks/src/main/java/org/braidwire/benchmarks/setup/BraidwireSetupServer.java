package org.braidwire.benchmarks.setup;

import java.lang.foreign.MemorySegment;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** Braidwire as the end that accepts: the application lives on the engine's thread. */
final class BraidwireSetupServer implements SetupServer {
  private final Laboratory laboratory;
  private StackHost host;
  private long accepted;

  BraidwireSetupServer(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    host = StackHost.open(laboratory, LabSide.KERNEL, SetupPeers.config(), SetupPeers.FRAMES, SetupPeers.CHUNKS);
    for (int i = 0; i < SetupPeers.PORTS; i++) {
      host.stack().listen(SetupPeers.FIRST_PORT + i, Greeter::new);
    }
  }

  @Override
  public int turn() {
    return host.turn();
  }

  @Override
  public long accepted() {
    return accepted;
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  /** One connection. */
  private final class Greeter implements ConnectionHandler {
    @Override
    public void onEstablished(final MptcpConnection connection) {
      accepted++;
      final long claim = connection.tryClaim(1);
      if (claim < 0) {
        throw new BenchException("no room for a greeting: " + claim);
      }
      Memory.putByte(connection.memory().address() + claim, 1);
      connection.commit(1);
    }

    @Override
    public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
      return length;
    }

    @Override
    public void onPeerClosed(final MptcpConnection connection) {
      connection.close();
    }
  }
}
