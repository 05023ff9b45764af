package org.braidwire.benchmarks.bulk;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.loop.ApplicationBytes;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.port.PortCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** Braidwire as the end that receives: the application reads every octet into memory of its own. */
final class BraidwireReceiver implements BulkFar, ConnectionHandler {
  private final Laboratory laboratory;
  private final LabSide side;
  private final BulkCase transfer;
  private final BulkSetting setting;
  private final ApplicationBytes bytes = new ApplicationBytes(BraidwireBulk.FOOTPRINT_BYTES);
  private final ByteCount received = new ByteCount();
  private StackHost host;
  private MptcpConnection ending;
  private Map<String, String> usedAtEnd;

  BraidwireReceiver(
      final Laboratory laboratory, final LabSide side, final BulkCase transfer, final BulkSetting setting) {
    this.laboratory = laboratory;
    this.side = side;
    this.transfer = transfer;
    this.setting = setting;
  }

  @Override
  public void open() {
    host = BraidwireBulk.open(laboratory, side, transfer, setting);
    host.stack().listen(BulkPeers.PORT, () -> this);
  }

  @Override
  public int turn() {
    final int done = host.turn();
    if (ending != null && usedAtEnd == null) {
      usedAtEnd = BraidwireBulk.used(host, ending, transfer, false);
      ending.close();
    }
    return done;
  }

  @Override
  public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
    bytes.take(memory.address() + offset, length);
    received.add(length);
    return length;
  }

  @Override
  public void onPeerClosed(final MptcpConnection on) {
    ending = on; // looked at outside of the callback, in which a failure would only end the connection
  }

  @Override
  public long receivedBytes() {
    return received.get();
  }

  @Override
  public Map<String, String> used() {
    if (usedAtEnd == null) {
      throw new BenchException("the transfer to Braidwire did not end");
    }
    BraidwireBulk.checkSuperSegments(host, transfer, PortCounters.Kind.RX_SUPER_SEGMENTS);
    return usedAtEnd;
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    bytes.close();
  }
}
