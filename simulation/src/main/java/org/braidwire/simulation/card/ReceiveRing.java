package org.braidwire.simulation.card;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.WireFrame;

/**
 * What has arrived at a card and was not polled. A ring of posted frames (AF_XDP) finds a place in the host's memory
 * when a frame arrives, or loses it; a ring of slots (AF_PACKET) keeps the frame until there is one, and everything
 * behind it too. One thread.
 */
public final class ReceiveRing {
  /** A truncated frame keeps at least its addresses. */
  private static final int LEAST_HELD_BYTES = 34;

  private final ReceiveTraits traits;
  private final CardContext card;
  private final Deque<Arrival> waiting = new ArrayDeque<>();
  private int usedSlots;

  public ReceiveRing(final ReceiveTraits traits, final CardContext card) {
    this.traits = traits;
    this.card = card;
  }

  /** Takes a frame from the cable; false when it is lost, which is counted. */
  public boolean add(final WireFrame frame) {
    final Arrival last = waiting.peekLast();
    if (traits.merges() && last != null && last.isJoinedBy(frame) && merge(last, frame)) {
      return true;
    }
    final Arrival arrival = new Arrival(frame);
    if (frame.length() > card.memory().frameBytes()) {
      return lose(frame, Kind.RX_TRUNCATED, Fault.TRUNCATION);
    }
    if (usedSlots + arrival.slots() > traits.ringSlots()) {
      return lose(frame, Kind.RX_KERNEL_DROPS, Fault.RECEIVE_RING_FULL);
    }
    if (!traits.inOrder() && !place(arrival)) {
      return lose(frame, Kind.RX_NO_FRAME, Fault.NO_FRAME);
    }
    waiting.addLast(arrival);
    usedSlots += arrival.slots();
    if (card.random().chance(traits.truncation()) && frame.length() > LEAST_HELD_BYTES) {
      arrival.truncate(card.random().between(LEAST_HELD_BYTES, frame.length() - 1));
      card.counters().increment(Kind.RX_TRUNCATED);
      card.hitArrived(frame, Fault.TRUNCATION);
      return false;
    }
    return true;
  }

  private boolean lose(final WireFrame frame, final Kind kind, final Fault fault) {
    card.counters().increment(kind);
    card.hitArrived(frame, fault);
    return false;
  }

  private boolean merge(final Arrival last, final WireFrame frame) {
    final int moreSlots = last.slotsWith(frame) - last.slots();
    if (usedSlots + moreSlots > traits.ringSlots()) {
      return false;
    }
    if (!traits.inOrder() && !last.isMerged()) {
      final long large = card.memory().leaseLargeFrame();
      if (large == FramePool.NONE) {
        return false;
      }
      card.memory().release(last.address);
      last.address = large;
    }
    last.join(frame);
    usedSlots += moreSlots;
    card.hitArrived(frame, Fault.MERGED);
    return true;
  }

  private boolean place(final Arrival arrival) {
    arrival.address = arrival.isMerged()
        ? card.memory().leaseLargeFrame()
        : card.memory().leaseFrame();
    return arrival.address != FramePool.NONE;
  }

  /** Hands over what waits, as far as {@link ReceiveTraits#burstFrames()} and the host's memory go. */
  public void poll(final RxBurst burst) {
    while (!waiting.isEmpty() && burst.size() < traits.burstFrames()) {
      final Arrival next = waiting.getFirst();
      if (next.address == FramePool.NONE && !place(next)) {
        onBlocked(next);
        return;
      }
      waiting.removeFirst();
      usedSlots -= next.slots();
      hand(next, burst);
    }
    if (!waiting.isEmpty() && burst.size() < RxBurst.CAPACITY) {
      card.hitArrived(waiting.getFirst().first(), Fault.PARTIAL_BURST);
    }
  }

  private void onBlocked(final Arrival first) {
    if (!first.blocked) {
      first.blocked = true;
      card.hitArrived(first.first(), Fault.RECEIVE_BLOCKED);
    }
  }

  private void hand(final Arrival arrival, final RxBurst burst) {
    final long offload = arrival.offload(traits.checksum());
    Memory.put(arrival.address, arrival.octets(traits.checksum()), 0, arrival.heldBytes());
    burst.add(arrival.address, arrival.heldBytes(), offload);
    card.counters().increment(Kind.RX_FRAMES);
    card.counters().add(Kind.RX_BYTES, arrival.heldBytes());
    if (traits.inOrder()) {
      card.counters().add(Kind.RX_COPIED_BYTES, arrival.heldBytes());
    }
    if (Offload.segmentType(offload) != Offload.SEGMENT_NONE) {
      card.counters().increment(Kind.RX_SUPER_SEGMENTS);
    }
    if (Offload.has(offload, Offload.NEEDS_CHECKSUM)) {
      card.counters().increment(Kind.RX_PARTIAL_CHECKSUM);
      card.hitArrived(arrival.first(), Fault.PARTIAL_CHECKSUM);
    }
  }

  /** Copies of each octet that receiving costs. */
  public int copies() {
    return traits.inOrder() ? 1 : 0;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Gives back what was not polled. */
  public void clear() {
    for (final Arrival arrival : waiting) {
      if (arrival.address != FramePool.NONE) {
        card.memory().release(arrival.address);
      }
    }
    waiting.clear();
    usedSlots = 0;
  }
}
