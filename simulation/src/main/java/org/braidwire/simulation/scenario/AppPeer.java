package org.braidwire.simulation.scenario;

import java.lang.foreign.MemorySegment;
import org.braidwire.simulation.check.ByteStream;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/**
 * The application of one side: sends its stream, and holds every byte that comes against the peer's (S1). Runs
 * on the network's thread, inside callbacks and at times of its own.
 */
final class AppPeer implements ConnectionHandler {
  private final SimulatedHost host;
  private final AppBehaviour behaviour;
  private final ByteStream outgoing;
  private final ByteStream incoming;
  private final SeededRandom random;
  private final Runnable onProgress;
  private MptcpConnection connection;
  private long sent;
  private long received;
  private long readBudget;
  private boolean resumeScheduled;
  private boolean writeScheduled;
  private boolean established;
  private boolean peerClosed;
  private boolean closeCalled;
  private CloseReason closed;
  private boolean dead;

  /**
   * @param onProgress called when the connection opens, ends, or bytes were consumed
   */
  AppPeer(
      final SimulatedHost host,
      final AppBehaviour behaviour,
      final ByteStream outgoing,
      final ByteStream incoming,
      final SeededRandom random,
      final Runnable onProgress) {
    this.host = host;
    this.behaviour = behaviour;
    this.outgoing = outgoing;
    this.incoming = incoming;
    this.random = random;
    this.onProgress = onProgress;
    this.readBudget = behaviour.readBytes();
  }

  boolean isEstablished() {
    return established;
  }

  long sentBytes() {
    return sent;
  }

  long receivedBytes() {
    return received;
  }

  boolean receivedAll() {
    return received == incoming.totalBytes();
  }

  /** Whether it has ended its own direction. */
  boolean hasClosed() {
    return closeCalled;
  }

  /** Why the connection ended, or null while it lives. */
  CloseReason closeReason() {
    return closed;
  }

  MptcpConnection connection() {
    return connection;
  }

  /** The host is gone and this application with it. */
  void die() {
    dead = true;
    closed = CloseReason.STACK_CLOSED;
  }

  void abort() {
    if (closed == null && connection != null) {
      connection.abort();
      host.wake();
    }
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    if (established) {
      throw new SimulationFailure("api", host.name() + " is established twice");
    }
    connection = opened;
    established = true;
    onProgress.run();
    write();
  }

  @Override
  public int onData(final MptcpConnection from, final MemorySegment memory, final long offset, final int length) {
    if (peerClosed) {
      throw new SimulationFailure("api", host.name() + " gets data after the peer's end");
    }
    final int taken = behaviour.readBytes() == 0 ? length : (int) Math.min(length, readBudget);
    final long wrong = incoming.mismatch(memory, offset, received, Math.min(taken, beforeEnd(taken)));
    if (wrong >= 0 || received + taken > incoming.totalBytes()) {
      throw new SimulationFailure(
          "S1",
          host.name() + " got a wrong byte at position " + Math.max(wrong, received) + " of "
              + incoming.totalBytes());
    }
    received += taken;
    readBudget -= taken;
    if (taken < length) {
      pauseReading();
    }
    onProgress.run();
    return taken;
  }

  private int beforeEnd(final int taken) {
    return (int) Math.min(taken, incoming.totalBytes() - received);
  }

  private void pauseReading() {
    if (!resumeScheduled) {
      resumeScheduled = true;
      host.network().after(behaviour.readPauseNs(), () -> {
        resumeScheduled = false;
        readBudget = behaviour.readBytes();
        if (closed == null) {
          connection.resumeReading();
          host.wake();
        }
      });
    }
  }

  @Override
  public void onWritable(final MptcpConnection from) {
    write();
  }

  private void write() {
    while (closed == null && sent < outgoing.totalBytes() && !writeScheduled) {
      final int wanted = random.between(behaviour.minWriteBytes(), behaviour.maxWriteBytes());
      final int bytes = (int) Math.min(wanted, outgoing.totalBytes() - sent);
      final long claim = connection.tryClaim(bytes);
      if (claim == MptcpConnection.BACK_PRESSURE) {
        return;
      }
      if (claim == MptcpConnection.CLOSED) {
        if (closeCalled) {
          throw new SimulationFailure("api", host.name() + " lost its direction while it lives");
        }
        return; // an error is on its way to onClosed
      }
      outgoing.fill(connection.memory(), claim, sent, bytes);
      connection.commit(bytes);
      sent += bytes;
      if (behaviour.writePauseNs() > 0 && sent < outgoing.totalBytes()) {
        pauseWriting();
      }
    }
    closeIfDone();
  }

  private void pauseWriting() {
    writeScheduled = true;
    host.network().after(behaviour.writePauseNs(), () -> {
      writeScheduled = false;
      if (closed == null) {
        write();
        host.wake();
      }
    });
  }

  private void closeIfDone() {
    final boolean mayClose = !behaviour.closesLast() || peerClosed;
    if (closed == null && !closeCalled && sent == outgoing.totalBytes() && mayClose) {
      closeCalled = true;
      connection.close();
      onProgress.run();
    }
  }

  @Override
  public void onPeerClosed(final MptcpConnection from) {
    if (peerClosed || received != incoming.totalBytes()) {
      throw new SimulationFailure(
          "S1",
          host.name() + " is told of the peer's end at position " + received + " of " + incoming.totalBytes()
              + (peerClosed ? ", again" : ""));
    }
    peerClosed = true;
    closeIfDone();
  }

  @Override
  public void onClosed(final MptcpConnection from, final CloseReason reason) {
    if (dead) {
      return;
    }
    if (closed != null) {
      throw new SimulationFailure("api", host.name() + " is closed twice: " + closed + ", " + reason);
    }
    closed = reason;
    onProgress.run();
  }
}
