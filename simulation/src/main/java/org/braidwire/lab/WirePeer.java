package org.braidwire.lab;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.wire.IpAddress;

/**
 * An application on Braidwire's host, the counterpart of {@link KernelPeer}: sends what a source makes and hands what
 * arrives to a sink, both at once, and ends its direction when the source is exhausted.
 *
 * <p>The handler's methods run on the stack's thread; the others may be called by any.
 */
public final class WirePeer implements ConnectionHandler {
  private final WireStack stack;
  private final StreamSource source;
  private final StreamSink sink;
  private final CountDownLatch over = new CountDownLatch(1);
  private MptcpConnection connection;
  private ConnectionInfo lastInfo;
  private boolean blocked;
  private boolean finished;
  private boolean reading = true;
  private volatile boolean established;
  private volatile CloseReason closeReason;

  WirePeer(final WireStack stack, final StreamSource source, final StreamSink sink) {
    this.stack = stack;
    this.source = source;
    this.sink = sink;
  }

  void connection(final MptcpConnection opened) {
    connection = opened;
  }

  // ---- on the stack's thread -----------------------------------------------------------------------------------

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    established = true;
  }

  @Override
  public int onData(final MptcpConnection on, final MemorySegment memory, final long offset, final int length) {
    if (!reading) {
      return 0;
    }
    sink.accept(memory.address() + offset, length, System.nanoTime());
    return length;
  }

  @Override
  public void onWritable(final MptcpConnection on) {
    blocked = false;
  }

  @Override
  public void onPeerClosed(final MptcpConnection on) {
    sink.onEnd(System.nanoTime());
  }

  @Override
  public void onClosed(final MptcpConnection on, final CloseReason reason) {
    lastInfo = on.info();
    closeReason = reason;
    over.countDown();
  }

  /** Sends what is due; returns how much was done. */
  int turn() {
    if (!established || finished || closeReason != null) {
      return 0;
    }
    int done = 0;
    while (!blocked) {
      final long nowNs = System.nanoTime();
      if (source.nextDueNs(nowNs) > nowNs) {
        break;
      }
      final long offset = connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES);
      blocked = offset < 0;
      if (!blocked) {
        final int bytes =
            source.produce(connection.memory().address() + offset, MptcpConnection.MAX_CLAIM_BYTES, nowNs);
        if (bytes == 0) {
          break;
        }
        connection.commit(bytes);
        done++;
      }
    }
    if (source.isExhausted()) {
      connection.close();
      finished = true;
      done++;
    }
    return done;
  }

  // ---- from any thread -----------------------------------------------------------------------------------------

  public boolean isEstablished() {
    return established;
  }

  /** Waits until the connection is over; false when the time passed first. */
  public boolean await(final Duration atMost) throws InterruptedException {
    return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Why it is over; empty while it lives. */
  public Optional<CloseReason> closeReason() {
    return Optional.ofNullable(closeReason);
  }

  /** The connection now or, once it is over, as it was at its end; empty before it is open. */
  public Optional<ConnectionInfo> info() {
    return stack.call(ignored -> {
      if (lastInfo != null || connection == null) {
        return Optional.ofNullable(lastInfo);
      }
      return Optional.of(connection.info());
    });
  }

  /** Stops taking what arrives, or takes it again: a slow application. */
  public void setReading(final boolean on) {
    stack.call(ignored -> {
      reading = on;
      if (on && connection != null) {
        connection.resumeReading();
      }
      return null;
    });
  }

  /** Ends the connection at once. */
  public void abort() {
    stack.call(ignored -> {
      connection.abort();
      return null;
    });
  }

  /** Joins from the own address on {@code path} to the kernel's on {@code remoteLink}; false when it may not. */
  public boolean join(final int path, final int remoteLink, final int remotePort) {
    return stack.call(
        ignored -> connection.join(path, 0, IpAddress.parseLow(LabAddresses.kernel(remoteLink)), remotePort));
  }
}
