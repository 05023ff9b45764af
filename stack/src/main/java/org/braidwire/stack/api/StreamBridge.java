package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Joins one connection on the engine's thread to the application threads that read and write it as streams.
 *
 * <p>The callbacks and {@link #serve()} belong to the engine's thread; everything else may be called from any
 * other. Octets cross in two bounded rings. A full inbound ring refuses octets, which closes the window; a full
 * outbound ring stops the writer.
 */
final class StreamBridge implements ConnectionHandler {
  /** Enough to keep both threads busy over a few scheduling delays; the window is the stack's business. */
  static final int RING_BYTES = 256 * 1024;

  /** Room that must be there before the engine is asked to offer again, or the writer is woken. */
  private static final int RESUME_BYTES = RING_BYTES / 4;

  final Waiter readers = new Waiter();
  final Waiter writers = new Waiter();

  /** Who waits for the connection to open or to end. */
  final Waiter changes = new Waiter();

  private final BridgeHost engine;
  private final Consumer<StreamBridge> onOpen;
  private final AtomicBoolean queued = new AtomicBoolean();

  private volatile boolean established;
  private volatile boolean stalled;
  private volatile boolean discarding;
  private volatile boolean abortAsked;
  private volatile CloseReason ended;
  private volatile ConnectionInfo lastInfo;

  // Made when the connection is established, so that a SYN costs no memory; published by what tells of it.
  private ByteRing inbound;
  private ByteRing outbound;

  // Engine thread only.
  private MptcpConnection connection;
  private boolean finishSent;

  /**
   * @param onOpen told on the engine's thread when the connection is established
   */
  StreamBridge(final BridgeHost engine, final Consumer<StreamBridge> onOpen) {
    this.engine = engine;
    this.onOpen = onOpen;
  }

  /** The connection, known before it is established where this side opens it. */
  void attach(final MptcpConnection opened) {
    connection = opened;
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    inbound = new ByteRing(RING_BYTES);
    outbound = new ByteRing(RING_BYTES);
    established = true;
    changes.signal();
    onOpen.accept(this);
    serve();
  }

  @Override
  public int onData(final MptcpConnection from, final MemorySegment memory, final long offset, final int length) {
    if (discarding) {
      return length;
    }
    int taken = inbound.write(memory, offset, length);
    while (taken < length) {
      stalled = true;
      // The reader may have emptied the ring before it could see the flag.
      if (inbound.writable() < RESUME_BYTES) {
        break;
      }
      stalled = false;
      taken += inbound.write(memory, offset + taken, length - taken);
    }
    readers.signal();
    return taken;
  }

  @Override
  public void onWritable(final MptcpConnection to) {
    pump();
  }

  @Override
  public void onPeerClosed(final MptcpConnection by) {
    inbound.finish();
    readers.signal();
  }

  @Override
  public void onClosed(final MptcpConnection which, final CloseReason reason) {
    lastInfo = which.info();
    end(reason);
    engine.forget(this);
  }

  /** Engine: does what the application asked for since the last time. */
  void serve() {
    queued.set(false);
    if (connection == null || ended != null) {
      return;
    }
    if (abortAsked) {
      connection.abort();
      return;
    }
    if (!established) {
      return;
    }
    if (stalled && mayResume()) {
      stalled = false;
      connection.resumeReading();
    }
    pump();
  }

  /** Engine: the engine has stopped and no callback will follow. */
  void end(final CloseReason reason) {
    ended = reason;
    readers.signal();
    writers.signal();
    changes.signal();
  }

  private void pump() {
    while (!finishSent) {
      final int waiting = outbound.contiguous();
      if (waiting == 0) {
        if (outbound.isDrained()) {
          finishSent = true;
          connection.close();
        }
        break;
      }
      final int taken = connection.offer(outbound.memory(), outbound.readIndex(), waiting);
      if (taken <= 0) {
        break;
      }
      outbound.consumed(taken);
    }
    if (isWritable()) {
      writers.signal();
    }
  }

  /** Application: asks the engine for a {@link #serve()}; cheap when it was asked already. */
  void notifyEngine() {
    if (ended == null && !queued.get() && queued.compareAndSet(false, true)) {
      engine.enqueue(this);
    }
  }

  /** Application: octets were taken from the inbound ring. */
  void afterRead() {
    if (stalled && mayResume()) {
      notifyEngine();
    }
  }

  /** Application: whatever arrives from now on is of no interest. */
  void discardInput() {
    discarding = true;
    readers.signal();
    notifyEngine();
  }

  /** Application: the connection is to end at once. */
  void requestAbort() {
    abortAsked = true;
    notifyEngine();
  }

  /** Whether it is worth waking a writer. */
  boolean isWritable() {
    return outbound.writable() >= RESUME_BYTES;
  }

  boolean isEstablished() {
    return established;
  }

  boolean isDiscarding() {
    return discarding;
  }

  /** The engine that the connection lives on. */
  BridgeHost engine() {
    return engine;
  }

  /** What has arrived. */
  ByteRing inbound() {
    return inbound;
  }

  /** What is to be sent. */
  ByteRing outbound() {
    return outbound;
  }

  /** Why the connection is over, or null while it is not. */
  CloseReason ended() {
    return ended;
  }

  /** The snapshot taken at the end, or null. */
  ConnectionInfo lastInfo() {
    return lastInfo;
  }

  /** Engine: the connection, or null. */
  MptcpConnection connection() {
    return connection;
  }

  private boolean mayResume() {
    return discarding || inbound.writable() >= RESUME_BYTES;
  }
}
