package org.braidwire.benchmarks.loop;

import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.RxBurst;

/**
 * A port that hands out at most two frames a poll, whatever has arrived: a receiver behind it acknowledges every
 * second segment, as it does on a wire whose frames come one by one, and not once for a whole burst. On the thread
 * of the port that it wraps, owns and closes.
 */
final class PairwisePort implements FramePort {
  /** RFC 9293 3.8.6.3: every second full-sized segment is acknowledged. */
  private static final int FRAMES_PER_POLL = 2;

  private final FramePort inner;
  private final PortMemory memory;
  private final RxBurst arrived = new RxBurst();
  private int next;

  PairwisePort(final FramePort inner, final PortMemory memory) {
    this.inner = inner;
    this.memory = memory;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    if (next == arrived.size()) {
      inner.poll(arrived);
      next = 0;
    }
    while (next < arrived.size() && burst.size() < FRAMES_PER_POLL) {
      burst.add(arrived.address(next), arrived.bytes(next), arrived.offload(next));
      next++;
    }
    return burst.size();
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    return inner.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
  }

  @Override
  public int transmitRoom() {
    return inner.transmitRoom();
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public PortCapabilities capabilities() {
    return inner.capabilities();
  }

  @Override
  public long macAddress() {
    return inner.macAddress();
  }

  @Override
  public boolean linkUp() {
    return inner.linkUp();
  }

  @Override
  public PortCounters counters() {
    return inner.counters();
  }

  @Override
  public void close() {
    while (next < arrived.size()) {
      memory.release(arrived.address(next++));
    }
    inner.close();
  }
}
