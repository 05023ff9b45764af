package org.braidwire.simulation.card;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.simulation.link.Fault;
import org.braidwire.stack.base.PlantedBug;

/**
 * A ring whose frames the card reads in order when it comes to them, and gives back later still and in any order: a
 * port without copies. Until then their octets must not change, whatever becomes of the connection meanwhile; that is
 * checked when a frame is read and when it is given back. One thread.
 */
final class DescriptorRing implements TransmitRing {
  /** A frame takes this many descriptors at most. */
  private static final int FULL_BELOW_SLOTS = 2;

  private record Entry(Outgoing frame, int slots) {}

  private final TransmitTraits traits;
  private final CardContext card;
  private final List<Entry> entries = new ArrayList<>();
  private final Deque<Outgoing> awaitingCarrier = new ArrayDeque<>();
  private int usedSlots;
  private long nextFetchNs;
  private boolean closed;

  DescriptorRing(final TransmitTraits traits, final CardContext card) {
    this.traits = traits;
    this.card = card;
  }

  @Override
  public int freeSlots() {
    return traits.ringSlots() - usedSlots;
  }

  @Override
  public void give(final Outgoing frame, final int slots) {
    entries.add(new Entry(frame, slots));
    usedSlots += slots;
    if (PlantedBug.PAYLOAD_RELEASED_BEFORE_COMPLETION.isPlanted()) {
      frame.releasePayload(card.memory());
    }
  }

  @Override
  public void flush() {
    reclaim();
    for (final Entry entry : entries) {
      if (!entry.frame.isTold()) {
        entry.frame.tell();
        schedule(entry.frame);
      }
    }
  }

  private void schedule(final Outgoing frame) {
    nextFetchNs = Math.max(nextFetchNs, card.nowNs() + card.random().between(0, traits.fetchNs()));
    if (card.random().chance(traits.pause())) {
      nextFetchNs += card.random().between(1, traits.pauseNs());
    }
    card.after(nextFetchNs - card.nowNs(), () -> fetch(frame));
  }

  private void fetch(final Outgoing frame) {
    if (closed) {
      return;
    }
    if (card.hasCarrier()) {
      send(frame);
    } else if (traits.keepsWhileDown()) {
      awaitingCarrier.add(frame);
    } else {
      card.counters().increment(Kind.TX_LINK_DOWN);
      frame.wireFrames().forEach(lost -> card.hitSent(lost, Fault.CARRIER_OUTAGE));
      finish(frame);
    }
  }

  private void send(final Outgoing frame) {
    requireUnchanged(frame);
    frame.wireFrames().forEach(card::carry);
    card.after(card.random().between(0, traits.holdNs()), () -> finish(frame));
  }

  private void finish(final Outgoing frame) {
    if (!closed) {
      requireUnchanged(frame);
      frame.finish();
      if (freeSlots() < FULL_BELOW_SLOTS) {
        card.wake(); // a host that found it full looks again
      }
    }
  }

  private void requireUnchanged(final Outgoing frame) {
    if (!frame.isUnchanged()) {
      card.changed(frame.first());
    }
  }

  @Override
  public void onCarrier() {
    while (!awaitingCarrier.isEmpty()) {
      send(awaitingCarrier.removeFirst());
    }
  }

  private void reclaim() {
    boolean overtakes = false;
    for (final Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      final Entry entry = all.next();
      if (!entry.frame.isFinished()) {
        overtakes = true;
        continue;
      }
      final Outgoing frame = entry.frame;
      card.hitSent(frame.first(), overtakes ? Fault.REORDERED_COMPLETION : Fault.LATE_COMPLETION);
      if (frame.hasPayload() && card.isLastHolder(frame.payload())) {
        card.hitSent(frame.first(), Fault.PAYLOAD_OUTLIVED);
      }
      frame.release(card.memory());
      usedSlots -= entry.slots;
      all.remove();
    }
  }

  @Override
  public void close() {
    closed = true;
    entries.forEach(entry -> entry.frame.release(card.memory()));
    entries.clear();
    awaitingCarrier.clear();
    usedSlots = 0;
  }
}
