package org.braidwire.benchmarks.rtt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.wire.IpAddress;

/** Braidwire as the end that sends: an application on the engine's own thread, which spins. */
final class BraidwireNear implements EchoNear, ConnectionHandler {
  static final int FRAMES = 4096;
  static final int CHUNKS = 64;

  private final Laboratory laboratory;
  private final EchoMessages messages = new EchoMessages();
  private StackHost host;
  private MptcpConnection connection;
  private CloseReason ended;
  private boolean established;
  private int back;

  BraidwireNear(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    host = StackHost.open(laboratory, LabSide.WIRE, StackConfig.defaults(), FRAMES, CHUNKS);
    connection = host.stack().connect(0, IpAddress.parseLow(LabAddresses.kernel(0)), RttPeers.PORT, this);
    Deadline.await("Braidwire's connection", () -> {
      host.turn();
      return established;
    });
  }

  @Override
  public void send(final long number) {
    final long offset = connection.tryClaim(EchoMessages.BYTES);
    if (offset < 0) {
      throw new BenchException("Braidwire had no room for a message: " + offset);
    }
    EchoMessages.write(connection.memory().address() + offset, number);
    connection.commit(EchoMessages.BYTES);
  }

  @Override
  public int turn() {
    back = 0;
    host.turn();
    if (ended != null) {
      throw new BenchException("Braidwire's connection ended: " + ended);
    }
    return back;
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    established = true;
  }

  @Override
  public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
    back += messages.accept(memory.address() + offset, length);
    return length;
  }

  @Override
  public void onClosed(final MptcpConnection on, final CloseReason reason) {
    ended = reason;
  }

  @Override
  public Map<String, String> used() {
    if (!connection.info().multipath()) {
      throw new BenchException(
          "Braidwire's connection is plain TCP: " + connection.info().fallbackReason());
    }
    return host.used();
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    messages.close();
  }
}
