package org.braidwire.benchmarks.bulk;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.loop.ApplicationBytes;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.port.PortCounters;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.wire.IpAddress;

/** Braidwire as the end that sends: the application writes its own octets into claims, on the engine's thread. */
final class BraidwireSender implements BulkNear, ConnectionHandler {
  /** Octets between two cycles of the stack at most, so that acknowledgements are taken while more is written. */
  private static final int BYTES_PER_TURN = 256 * 1024;

  /** A subflow that has just joined carries nothing for a moment (ADR 0019). */
  private static final long SETTLING_NS = 30_000_000L;

  private final Laboratory laboratory;
  private final LabSide side;
  private final BulkCase transfer;
  private final BulkSetting setting;
  private final ApplicationBytes bytes = new ApplicationBytes(BraidwireBulk.FOOTPRINT_BYTES);
  private StackHost host;
  private MptcpConnection connection;
  private List<Long> sentWhenOpen; // what came before, the first subflow had to carry nearly alone
  private Map<String, String> usedAtEnd;
  private boolean established;
  private boolean finished;
  private boolean done;
  private CloseReason ended;
  private long sentBytes;

  BraidwireSender(
      final Laboratory laboratory, final LabSide side, final BulkCase transfer, final BulkSetting setting) {
    this.laboratory = laboratory;
    this.side = side;
    this.transfer = transfer;
    this.setting = setting;
  }

  @Override
  public void open() {
    host = BraidwireBulk.open(laboratory, side, transfer, setting);
    final LabSide far = side == LabSide.WIRE ? LabSide.KERNEL : LabSide.WIRE;
    connection = host.stack().connect(0, IpAddress.parseLow(LabAddresses.of(far, 0)), BulkPeers.PORT, this);
    Deadline.await("Braidwire's connection", () -> {
      host.turn();
      return established;
    });
    Deadline.await(
        "Braidwire's subflows",
        () -> { // joins come when data has been acknowledged
          turn();
          return connection.info().subflows().stream()
                  .filter(subflow -> subflow.state().equals("ESTABLISHED"))
                  .count()
              == transfer.links();
        });
    final long joinedNs = System.nanoTime();
    Deadline.await("the subflows' settling", () -> {
      turn();
      return System.nanoTime() - joinedNs > SETTLING_NS;
    });
    sentWhenOpen = BraidwireBulk.sentBytes(connection);
  }

  @Override
  public int turn() {
    int given = 0;
    while (!finished && given < BYTES_PER_TURN) {
      if (!bytes.send(connection, setting.writeBytes())) {
        break;
      }
      given += setting.writeBytes();
    }
    sentBytes += given;
    host.turn();
    if (ended != null && ended != CloseReason.FINISHED) {
      throw new BenchException("Braidwire's connection ended: " + ended);
    }
    return given;
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    established = true;
  }

  @Override
  public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
    return length;
  }

  @Override
  public void onPeerClosed(final MptcpConnection on) {
    done = true;
  }

  @Override
  public void onClosed(final MptcpConnection on, final CloseReason reason) {
    ended = reason;
    done = true;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public void finish() {
    BraidwireBulk.checkShares(sentWhenOpen, BraidwireBulk.sentBytes(connection));
    usedAtEnd = BraidwireBulk.used(host, connection, transfer, true);
    finished = true;
    connection.close();
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public Map<String, String> used() {
    BraidwireBulk.checkSuperSegments(host, transfer, PortCounters.Kind.TX_SUPER_SEGMENTS);
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
