package org.braidwire.benchmarks.rtt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
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
      final long claim = connection.tryClaim(length);
      if (claim < 0) {
        throw new BenchException("Braidwire had no room for an answer: " + claim);
      }
      Memory.copy(memory.address() + offset, connection.memory().address() + claim, length);
      connection.commit(length);
      return length;
    }
  }
}
