package org.braidwire.io.port;

import java.util.random.RandomGenerator;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;

/**
 * A port that harms what passes through another one: loses, doubles, corrupts and reorders frames by a seeded
 * generator, and counts what it did. On the thread of the port it wraps, which it owns and closes.
 *
 * <p>Never touches memory that somebody else may read: a corrupted frame that leaves is a copy. What it holds back
 * it returns to the pools on close.
 */
public final class FaultInjector extends ForwardingPort {
  private final PacketMemory memory;
  private final RandomGenerator random;
  private final FaultRates receiveRates;
  private final FaultRates transmitRates;
  private final FaultCounters receiveFaults = new FaultCounters();
  private final FaultCounters transmitFaults = new FaultCounters();
  private final HeldFrames receiveHeld = new HeldFrames();
  private final HeldFrames transmitHeld = new HeldFrames();
  private final RxBurst arrived = new RxBurst();
  private int nextArrived;

  /** @param memory the engine's pools, those of the inner port */
  public FaultInjector(
      final FramePort inner,
      final PacketMemory memory,
      final RandomGenerator random,
      final FaultRates receive,
      final FaultRates transmit) {
    super(inner);
    this.memory = memory;
    this.random = random;
    receiveRates = receive;
    transmitRates = transmit;
  }

  /** What was done to frames that came in. */
  public FaultCounters receiveFaults() {
    return receiveFaults;
  }

  /** What was done to frames that went out. */
  public FaultCounters transmitFaults() {
    return transmitFaults;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    if (nextArrived == arrived.size()) {
      inner().poll(arrived);
      nextArrived = 0;
    }
    if (arrived.size() == 0) {
      receiveHeld.onEvent();
    }
    releaseDue(burst);
    // A frame becomes two at most and may set another free, hence the room of two.
    while (nextArrived < arrived.size() && burst.size() + 2 <= RxBurst.CAPACITY) {
      final int i = nextArrived++;
      receive(burst, arrived.address(i), arrived.bytes(i), arrived.offload(i));
      releaseDue(burst);
    }
    return burst.size();
  }

  private void receive(final RxBurst burst, final long frame, final int bytes, final long offload) {
    if (chance(receiveRates.loss())) {
      receiveFaults.onLost();
      memory.release(frame);
      return;
    }
    if (chance(receiveRates.reordering()) && !receiveHeld.isFull()) {
      receiveFaults.onHeld();
      receiveHeld.add(frame, bytes, 0, 0, offload, 1 + random.nextInt(receiveRates.longestHold()));
      return;
    }
    if (chance(receiveRates.corruption())) {
      receiveFaults.onCorrupted();
      flipOneBit(frame, bytes);
    }
    deliver(burst, frame, bytes, offload);
    if (chance(receiveRates.duplication())) {
      final long copy = memory.frames().lease();
      if (copy != FramePool.NONE) {
        receiveFaults.onDuplicated();
        Memory.copy(frame, copy, bytes);
        deliver(burst, copy, bytes, offload);
      }
    }
    receiveHeld.onEvent();
  }

  private void deliver(final RxBurst burst, final long frame, final int bytes, final long offload) {
    receiveFaults.onPassed();
    burst.add(frame, bytes, offload);
  }

  private void releaseDue(final RxBurst burst) {
    for (int due = receiveHeld.firstDue();
        due != HeldFrames.NONE && !burst.isFull();
        due = receiveHeld.firstDue()) {
      deliver(burst, receiveHeld.header(due), receiveHeld.headerBytes(due), receiveHeld.offload(due));
      receiveHeld.remove(due);
    }
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    if (chance(transmitRates.loss())) {
      transmitFaults.onLost();
      release(headerAddress, payloadAddress, payloadBytes);
      return true;
    }
    if (chance(transmitRates.reordering()) && !transmitHeld.isFull()) {
      transmitFaults.onHeld();
      final int events = 1 + random.nextInt(transmitRates.longestHold());
      transmitHeld.add(headerAddress, headerBytes, payloadAddress, payloadBytes, offload, events);
      return true;
    }
    final boolean doubled = chance(transmitRates.duplication());
    if (doubled) {
      memory.retain(headerAddress);
      if (payloadBytes > 0) {
        memory.retain(payloadAddress);
      }
    }
    final boolean taken = transmitOnce(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
    if (doubled) {
      if (taken && inner().transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload)) {
        transmitFaults.onDuplicated();
        transmitFaults.onPassed();
      } else {
        release(headerAddress, payloadAddress, payloadBytes);
      }
    }
    if (taken) {
      transmitHeld.onEvent();
      transmitDue();
    }
    return taken;
  }

  private boolean transmitOnce(
      final long header, final int headerBytes, final long payload, final int payloadBytes, final long offload) {
    final int bytes = headerBytes + payloadBytes;
    if (bytes <= memory.frames().pieceBytes() && chance(transmitRates.corruption())) {
      final long copy = memory.frames().lease();
      if (copy != FramePool.NONE) {
        Memory.copy(header, copy, headerBytes);
        if (payloadBytes > 0) {
          Memory.copy(payload, copy + headerBytes, payloadBytes);
        }
        flipOneBit(copy, bytes);
        if (!inner().transmit(copy, bytes, 0, 0, offload)) {
          memory.release(copy);
          return false;
        }
        transmitFaults.onCorrupted();
        transmitFaults.onPassed();
        release(header, payload, payloadBytes);
        return true;
      }
    }
    final boolean taken = inner().transmit(header, headerBytes, payload, payloadBytes, offload);
    if (taken) {
      transmitFaults.onPassed();
    }
    return taken;
  }

  private void transmitDue() {
    for (int due = transmitHeld.firstDue(); due != HeldFrames.NONE; due = transmitHeld.firstDue()) {
      final boolean taken = inner().transmit(
              transmitHeld.header(due),
              transmitHeld.headerBytes(due),
              transmitHeld.payload(due),
              transmitHeld.payloadBytes(due),
              transmitHeld.offload(due));
      if (!taken) {
        return; // the device is full; the next cycle tries again
      }
      transmitFaults.onPassed();
      transmitHeld.remove(due);
    }
  }

  /** An Ethernet header is left whole, or the frame would only be lost. */
  private void flipOneBit(final long frame, final int bytes) {
    final int protectedBytes = Math.min(14, bytes - 1);
    final long at = frame + protectedBytes + random.nextInt(bytes - protectedBytes);
    Memory.putByte(at, Memory.getByte(at) ^ (1 << random.nextInt(Byte.SIZE)));
  }

  private boolean chance(final double rate) {
    return rate > 0 && random.nextDouble() < rate;
  }

  private void release(final long header, final long payload, final int payloadBytes) {
    memory.release(header);
    if (payloadBytes > 0) {
      memory.release(payload);
    }
  }

  @Override
  public void flush() {
    transmitHeld.onEvent();
    transmitDue();
    inner().flush();
  }

  @Override
  public void close() {
    while (nextArrived < arrived.size()) {
      memory.release(arrived.address(nextArrived++));
    }
    releaseAll(receiveHeld);
    releaseAll(transmitHeld);
    inner().close();
  }

  private void releaseAll(final HeldFrames held) {
    while (held.size() > 0) {
      release(held.header(0), held.payload(0), held.payloadBytes(0));
      held.remove(0);
    }
  }
}
