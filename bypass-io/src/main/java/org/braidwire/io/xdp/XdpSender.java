package org.braidwire.io.xdp;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.XdpSocket;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;

/**
 * The sending half of a port: a frame leaves from the memory that the kernel was told of. A header lies there already;
 * its payload is copied behind it, the one copy there is. The port's thread.
 */
final class XdpSender {
  /** In a descriptor: {@link TransmitMetadata} stand before the frame. */
  private static final int HAS_METADATA = 1 << 1;

  /** Where a frame begins that had to be moved: metadata fit before it, and its IP header is on a word. */
  private static final int HEADROOM_BYTES = 30;

  private final XdpSocket socket;
  private final ProducerRing transmit;
  private final ConsumerRing completed;
  private final FramePool pool;
  private final LentFrames lent;
  private final PortMemory memory;
  private final PortCounters counters;
  private final int metadataBytes;

  /** Frames in the ring and in the kernel behind it, at most the size of the ring. */
  private int outstanding;

  XdpSender(
      final XdpSocket socket,
      final int frames,
      final FramePool pool,
      final LentFrames lent,
      final PortMemory memory,
      final PortCounters counters,
      final int metadataBytes) {
    this.socket = socket;
    this.pool = pool;
    this.lent = lent;
    this.memory = memory;
    this.counters = counters;
    this.metadataBytes = metadataBytes;
    completed = new ConsumerRing(socket.ring(XdpSocket.Ring.COMPLETION, frames));
    transmit = new ProducerRing(socket.ring(XdpSocket.Ring.TRANSMIT, frames));
  }

  /** How many frames it takes now. */
  int room() {
    return transmit.size() - outstanding;
  }

  /** Takes a frame and the references to its parts, or nothing; see {@code FramePort.transmit}. */
  boolean transmit(
      final long header, final int headerBytes, final long payload, final int payloadBytes, final long offload) {
    if (room() == 0) {
      reclaim();
    }
    final long frame = room() == 0 ? FramePool.NONE : place(header, headerBytes, headerBytes + payloadBytes);
    if (frame == FramePool.NONE) {
      return false;
    }
    if (payloadBytes > 0) {
      Memory.copy(payload, frame + headerBytes, payloadBytes);
      counters.add(Kind.TX_COPIED_BYTES, payloadBytes);
      memory.release(payload);
    }
    int options = 0;
    if (Offload.has(offload, Offload.NEEDS_CHECKSUM)) {
      TransmitMetadata.write(frame, offload);
      options = HAS_METADATA;
    }
    transmit.add(frame - pool.base(), headerBytes + payloadBytes, options);
    lent.lend(frame);
    outstanding++;
    return true;
  }

  /** Where the frame is to lie: where its header is, or in a frame of its own, to which the header is moved. */
  private long place(final long header, final int headerBytes, final int frameBytes) {
    if (pool.owns(header)) {
      final int before = (int) (header - pool.start(header));
      if (before >= metadataBytes && before + frameBytes <= pool.pieceBytes()) {
        return header;
      }
    }
    final long piece = memory.leaseFrame();
    if (piece == FramePool.NONE) {
      return FramePool.NONE;
    }
    Memory.copy(header, piece + HEADROOM_BYTES, headerBytes);
    counters.add(Kind.TX_COPIED_BYTES, headerBytes);
    memory.release(header);
    return piece + HEADROOM_BYTES;
  }

  /** Octets of the largest frame, wherever its header lies. */
  static int largestFrameBytes(final int pieceBytes) {
    return pieceBytes - HEADROOM_BYTES;
  }

  /** Makes the kernel send what it was given, and takes back what it has sent. */
  void flush() {
    if (outstanding == 0) {
      return;
    }
    transmit.publish();
    int waiting = transmit.waiting();
    while (waiting > 0 && transmit.needsWakeup() && wake()) {
      final int left = transmit.waiting();
      if (left == waiting) {
        break; // the kernel takes no more now; the next flush tries again
      }
      waiting = left;
    }
    reclaim();
  }

  /** Whether it may be worth while to do so again at once. */
  private boolean wake() {
    final int result = socket.wakeTransmit();
    if (result == -Errno.EBUSY) {
      // A queue behind the device is full, and the frame at hand was dropped there: the others wait a cycle.
      counters.increment(Kind.TX_ERRORS);
      return false;
    }
    if (result < 0 && result != -Errno.EAGAIN) {
      counters.increment(Kind.WAKEUPS_REFUSED);
      return false;
    }
    return true;
  }

  /** Releases the frames that the kernel has finished with. */
  private void reclaim() {
    final int ready = completed.ready();
    for (int i = 0; i < ready; i++) {
      final long frame = pool.base() + completed.frame(i);
      lent.takeBack(frame);
      memory.release(frame);
    }
    if (ready > 0) {
      completed.advance(ready);
      completed.release();
      outstanding -= ready;
    }
  }
}
