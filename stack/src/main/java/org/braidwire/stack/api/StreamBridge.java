package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.KeepAlive;

/**
 * Joins one connection on the engine's thread to the application threads that read and write it.
 *
 * <p>The callbacks, {@link #serve()} and {@link #tell()} belong to the engine's thread; everything else may be called
 * from any other. Octets cross in two bounded rings. A full inbound ring refuses octets, which closes the window; a
 * full outbound ring stops the writer.
 *
 * <p>Octets can be read as soon as they are in the ring; whoever sleeps for them is woken when the cycle ends, once for
 * all that it brought. Each side publishes, then fences, then looks whether the other must be told; so of the two at
 * least one sees the other's step, and no wake-up is lost.
 */
final class StreamBridge implements ConnectionHandler {
  /** Enough to keep both threads busy over a few scheduling delays; the window is the stack's business. */
  static final int RING_BYTES = 256 * 1024;

  /** Of a ring such a part must be free before the engine is asked to offer again, or the writer is woken. */
  private static final int RESUME_SHARE = 4;

  final Waiter readers = new Waiter();
  final Waiter writers = new Waiter();

  /** Who waits for the connection to open or to end. */
  final Waiter changes = new Waiter();

  private final BridgeHost engine;
  private final Consumer<StreamBridge> onOpen;
  private final int ringBytes;
  private final AtomicBoolean queued = new AtomicBoolean();

  private volatile Runnable onNews;
  private volatile boolean established;
  private volatile boolean stalled;
  private volatile boolean discarding;
  private volatile boolean abandoned;
  private volatile boolean abortAsked;
  private volatile CloseReason ended;
  private volatile ConnectionInfo lastInfo;

  // Made when the connection is established, so that a SYN costs no memory; published by what tells of it.
  private ByteRing inbound;
  private ByteRing outbound;

  // Engine thread only.
  private MptcpConnection connection;
  private boolean finishSent;
  private boolean newsNoted;
  private boolean abandonNoted;

  /**
   * @param onOpen told on the engine's thread when the connection is established
   */
  StreamBridge(final BridgeHost engine, final Consumer<StreamBridge> onOpen) {
    this(engine, onOpen, RING_BYTES);
  }

  StreamBridge(final BridgeHost engine, final Consumer<StreamBridge> onOpen, final int ringBytes) {
    this.engine = engine;
    this.onOpen = onOpen;
    this.ringBytes = ringBytes;
  }

  /** Before the connection can open: who is to be told, on the engine's thread, whenever a sleeper would be woken. */
  void onNews(final Runnable listener) {
    onNews = listener;
  }

  /** The connection, known before it is established where this side opens it. */
  void attach(final MptcpConnection opened) {
    connection = opened;
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    inbound = new ByteRing(ringBytes);
    outbound = new ByteRing(ringBytes, Math.min(ringBytes, MptcpConnection.MAX_CLAIM_BYTES));
    established = true;
    changes.signal();
    onOpen.accept(this);
    noteNews();
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
      VarHandle.fullFence();
      // The reader may have emptied the ring before it could see the flag.
      if (!hasRoom(inbound)) {
        break;
      }
      stalled = false;
      taken += inbound.write(memory, offset + taken, length - taken);
    }
    engine.count(Counter.RECEIVED_COPIED_BYTES, 2 * taken); // in now, and out when it is read
    noteNews();
    return taken;
  }

  @Override
  public void onWritable(final MptcpConnection to) {
    pump();
  }

  @Override
  public void onPeerClosed(final MptcpConnection by) {
    inbound.finish();
    noteNews();
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
    VarHandle.fullFence();
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
    if (abandoned && !abandonNoted) {
      abandonNoted = true;
      engine.abandon(this);
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
    changes.signal();
    tell();
  }

  /** Engine: wakes whoever sleeps for what is new. */
  void tell() {
    newsNoted = false;
    readers.signal();
    writers.signal();
    final Runnable listener = onNews;
    if (listener != null) {
      listener.run();
    }
  }

  private void noteNews() {
    if (!newsNoted) {
      newsNoted = true;
      engine.tellAtCycleEnd(this);
    }
  }

  private void pump() {
    boolean moved = false;
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
      engine.count(Counter.SENT_COPIED_BYTES, taken); // into the ring; the offer has counted its own
      moved = true;
    }
    if (moved && isWritable()) {
      noteNews();
    }
  }

  /** Application: asks the engine for a {@link #serve()}; cheap when it was asked already. */
  void notifyEngine() {
    VarHandle.fullFence();
    if (ended == null && !queued.get() && queued.compareAndSet(false, true)) {
      engine.enqueue(this);
    }
  }

  /** Application: octets were taken from the inbound ring. */
  void afterRead() {
    VarHandle.fullFence();
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

  /** Application: nothing more will be written, and nobody will look at the connection again. */
  void abandon() {
    outbound.finish();
    discarding = true;
    abandoned = true;
    notifyEngine();
  }

  /** Any thread: the connection is to end at once. */
  void requestAbort() {
    abortAsked = true;
    notifyEngine();
  }

  /** Whether it is worth waking a writer. */
  boolean isWritable() {
    return hasRoom(outbound);
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

  /** Application: a snapshot, taken now or when the connection ended. */
  ConnectionInfo info(final Braidwire stack) {
    final ConnectionInfo last = lastInfo;
    return last != null ? last : stack.call(this, () -> lastInfo != null ? lastInfo : connection.info());
  }

  /** Application: when the peer is asked whether it is there while the connection rests. */
  void keepAlive(final Braidwire stack, final KeepAlive wanted) {
    stack.call(this, () -> {
      if (ended == null) {
        connection.keepAlive(wanted);
      }
      return null;
    });
  }

  private boolean mayResume() {
    return discarding || hasRoom(inbound);
  }

  private static boolean hasRoom(final ByteRing ring) {
    return ring.writable() >= ring.capacity() / RESUME_SHARE;
  }
}
