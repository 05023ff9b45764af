package org.braidwire.benchmarks.setup;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.wire.IpAddress;

/** Braidwire as the end that connects: an application on the engine's own thread. */
final class BraidwireSetupNear implements SetupNear {
  private static final long PEER = IpAddress.parseLow(LabAddresses.kernel(0));

  private final Laboratory laboratory;
  private final SetupWay way;
  private final int most;
  private final Region memory;
  private StackHost host;
  private SetupEvents events;
  private BenchException failure;
  private long begun;
  private long closed;

  /** @param most connections at once, those in TIME_WAIT included */
  BraidwireSetupNear(final Laboratory laboratory, final SetupWay way, final int outstanding, final int most) {
    this.laboratory = laboratory;
    this.way = way;
    this.most = most;
    memory = Region.allocate((long) outstanding * SetupMessage.BYTES, Long.BYTES);
  }

  @Override
  public void open() {
    host = BraidwireSetup.open(laboratory, LabSide.WIRE, way, most);
  }

  @Override
  public void begin(final int slot, final long number) {
    begun++;
    host.stack()
        .connect(
            0,
            PEER,
            SetupPeers.FIRST_PORT + (int) (number % SetupPeers.PORTS),
            new Question(slot, number, memory.address() + (long) slot * SetupMessage.BYTES));
  }

  @Override
  public void turn(final SetupEvents told) {
    events = told;
    host.turn();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public long closed() {
    return closed;
  }

  @Override
  public Map<String, String> used() {
    // This end finishes first, thus keeps each connection for TIME_WAIT, unless a reset ends that; the last are on
    // their way there.
    final int kept = host.stack().timeWaits() + host.stack().openConnections();
    final long cut = host.stack().counters().get("RESETS_RECEIVED");
    if (kept + cut < begun) {
      throw new BenchException("of " + begun + " connections of Braidwire's " + kept + " are in TIME_WAIT and "
          + cut + " were reset there");
    }
    return BraidwireSetup.used(host, "CONNECTIONS_OPENED", begun);
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
    memory.close();
  }

  /** One connection. A failure is kept for {@link #turn}: thrown here it would only end the connection. */
  private final class Question implements ConnectionHandler {
    private final int slot;
    private final long number;
    private final long answer;
    private int heldBytes;
    private boolean ended;

    Question(final int slot, final long number, final long answer) {
      this.slot = slot;
      this.number = number;
      this.answer = answer;
    }

    @Override
    public void onEstablished(final MptcpConnection connection) {
      final long claim = connection.tryClaim(SetupMessage.BYTES);
      if (claim < 0) {
        failure = new BenchException("no room for a request: " + claim);
        return;
      }
      SetupMessage.write(connection.memory().address() + claim, number);
      connection.commit(SetupMessage.BYTES);
    }

    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment from, final long offset, final int length) {
      if (heldBytes == 0) {
        events.firstByte(slot);
      }
      if (heldBytes + length > SetupMessage.BYTES) {
        failure = new BenchException("connection " + number + " got more than its answer");
        return length;
      }
      Memory.copy(from.address() + offset, answer + heldBytes, length);
      heldBytes += length;
      if (heldBytes == SetupMessage.BYTES) {
        check();
        connection.close();
      }
      return length;
    }

    private void check() {
      try {
        SetupMessage.check(answer, number);
      } catch (final BenchException wrong) {
        failure = wrong;
      }
    }

    @Override
    public void onPeerClosed(final MptcpConnection connection) {
      ended = heldBytes == SetupMessage.BYTES;
      if (ended) {
        events.ended(slot);
      } else {
        failure = new BenchException("connection " + number + " ended without a whole answer");
      }
    }

    @Override
    public void onClosed(final MptcpConnection connection, final CloseReason reason) {
      if (reason == CloseReason.STACK_CLOSED) {
        return; // the run is over
      }
      closed++;
      if (!ended || reason != CloseReason.FINISHED) {
        failure = new BenchException("connection " + number + " of Braidwire's ended: " + reason);
      }
    }
  }
}
