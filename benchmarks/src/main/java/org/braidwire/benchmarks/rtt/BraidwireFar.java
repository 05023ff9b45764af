package org.braidwire.benchmarks.rtt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.io.frame.Memory;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;

/** Braidwire as the end that answers: what arrives is sent back from within the callback. */
final class BraidwireFar implements EchoFar {
  private final Laboratory laboratory;
  private StackHost host;

  BraidwireFar(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    host = StackHost.open(
        laboratory, LabSide.KERNEL, StackConfig.defaults(), BraidwireNear.FRAMES, BraidwireNear.CHUNKS);
    host.stack().listen(RttPeers.PORT, Echo::new);
  }

  @Override
  public int turn() {
    return host.turn();
  }

  @Override
  public Map<String, String> used() {
    return host.used();
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  private static final class Echo implements ConnectionHandler {
    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      int taken = 0;
      while (taken < length) {
        final int piece = Math.min(length - taken, MptcpConnection.MAX_CLAIM_BYTES);
        final long claim = connection.tryClaim(piece);
        if (claim < 0) {
          break; // the rest is offered again when there is room
        }
        Memory.copy(
            memory.address() + offset + taken, connection.memory().address() + claim, piece);
        connection.commit(piece);
        taken += piece;
      }
      return taken;
    }

    @Override
    public void onWritable(final MptcpConnection connection) {
      connection.resumeReading();
    }
  }
}
