package org.braidwire.io.xdp;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.linux.XdpSocket;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;

/**
 * The receiving half of one queue: hands frames to the kernel by the fill ring and takes them from the receive ring.
 * A frame in one piece is passed on where the kernel wrote it; one in several pieces is put together in a large
 * frame, the one copy there is. The port's thread.
 *
 * <p>What cannot be taken for want of a large frame waits in the ring; what finds no frame at all the kernel drops and
 * counts.
 */
final class XdpReceiver {
  /** In a descriptor: the next one goes on with the same frame. */
  private static final int CONTINUED = 1;

  /** Frames that the kernel lacks before it gets new ones, so that the ring's count is not written for each. */
  private static final int REFILL_FRAMES = 16;

  private final XdpSocket socket;
  private final ConsumerRing received;
  private final ProducerRing fill;
  private final FramePool pool;
  private final LentFrames lent;
  private final PortMemory memory;
  private final PortCounters counters;
  private final ReceivedOffload offload;

  /** Frames that this queue's rings and the kernel behind them hold, at most the size of either ring. */
  private int outstanding;

  private long framesTaken;

  XdpReceiver(
      final XdpSocket socket,
      final int frames,
      final FramePool pool,
      final LentFrames lent,
      final PortMemory memory,
      final PortCounters counters,
      final ReceivedOffload offload) {
    this.socket = socket;
    this.pool = pool;
    this.lent = lent;
    this.memory = memory;
    this.counters = counters;
    this.offload = offload;
    fill = new ProducerRing(socket.ring(XdpSocket.Ring.FILL, frames));
    received = new ConsumerRing(socket.ring(XdpSocket.Ring.RECEIVE, frames));
  }

  /** Adds what has arrived, as far as there is room. */
  void poll(final RxBurst burst) {
    int ready = received.ready();
    while (ready > 0 && !burst.isFull()) {
      final int pieces = piecesOfNext(ready);
      if (pieces == 1) {
        takeOne(burst);
      } else if (pieces == 0 || !assemble(burst, pieces)) {
        break;
      }
      ready -= pieces;
    }
    received.release();
    refill();
  }

  /** How many descriptors the next frame has, or 0 when they are not all there yet. */
  private int piecesOfNext(final int ready) {
    int pieces = 1;
    while ((received.options(pieces - 1) & CONTINUED) != 0) {
      if (++pieces > ready) {
        return 0;
      }
    }
    return pieces;
  }

  private void takeOne(final RxBurst burst) {
    final long frame = pool.base() + received.offset(0);
    final int bytes = received.bytes(0);
    lent.takeBack(frame);
    outstanding--;
    received.advance(1);
    hand(burst, frame, bytes);
  }

  private void hand(final RxBurst burst, final long frame, final int bytes) {
    final long word = offload.of(bytes);
    counters.countReceived(word);
    burst.add(frame, bytes, word);
    framesTaken++;
  }

  /** Puts a frame of several pieces together; false when there is no place for it now. */
  private boolean assemble(final RxBurst burst, final int pieces) {
    int bytes = 0;
    for (int i = 0; i < pieces; i++) {
      bytes += received.bytes(i);
    }
    if (bytes > memory.largeFrameBytes()) {
      counters.increment(Kind.RX_TRUNCATED);
    } else {
      final long frame = memory.leaseLargeFrame();
      if (frame == FramePool.NONE) {
        return false;
      }
      gather(frame, pieces);
      counters.add(Kind.RX_COPIED_BYTES, bytes);
      hand(burst, frame, bytes);
    }
    // The pieces are the kernel's again at once: it holds as many as before.
    for (int i = 0; i < pieces; i++) {
      fill.add(received.offset(i));
    }
    received.advance(pieces);
    return true;
  }

  private void gather(final long frame, final int pieces) {
    long to = frame;
    for (int i = 0; i < pieces; i++) {
      Memory.copy(pool.base() + received.offset(i), to, received.bytes(i));
      to += received.bytes(i);
    }
  }

  /** Gives the kernel frames for those that it filled. */
  void refill() {
    int missing = fill.size() - outstanding;
    if (missing >= REFILL_FRAMES) {
      for (long frame = lease(missing); frame != FramePool.NONE; frame = lease(missing)) {
        lent.lend(frame);
        fill.add(frame - pool.base());
        outstanding++;
        missing--;
      }
    }
    fill.publish();
    if (fill.needsWakeup()) {
      wake();
    }
  }

  private long lease(final int missing) {
    return missing == 0 ? FramePool.NONE : memory.leaseFrame();
  }

  private void wake() {
    if (socket.wakeReceive() < 0) {
      counters.increment(Kind.WAKEUPS_REFUSED);
    }
  }

  /** Frames that came by this queue. */
  long framesTaken() {
    return framesTaken;
  }
}
