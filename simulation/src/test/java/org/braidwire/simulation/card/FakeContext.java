package org.braidwire.simulation.card;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.PortCounters;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/** A host and a cable for one part of a card, with a clock that the test moves. */
final class FakeContext implements CardContext, AutoCloseable {
  private record Event(long atNs, int number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(final Event other) {
      return atNs == other.atNs ? Integer.compare(number, other.number) : Long.compare(atNs, other.atNs);
    }
  }

  final PacketMemory memory = PacketMemory.allocate(64, 4);
  final List<WireFrame> given = new ArrayList<>();
  final List<WireFrame> carried = new ArrayList<>();
  final List<WireFrame> changed = new ArrayList<>();
  final List<Fault> hits = new ArrayList<>();
  boolean carrier = true;
  int wakes;
  private final PortCounters counters = new PortCounters();
  private final SeededRandom random = new SeededRandom(1);
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNs;
  private int number;

  /** A frame of {@code octets} in the pool of frames. */
  long header(final byte[] octets) {
    final long frame = memory.frames().lease();
    Memory.put(frame, octets, 0, octets.length);
    return frame;
  }

  /** A chunk that begins with {@code octets}. */
  long payload(final byte[] octets) {
    final long chunk = memory.chunks().lease();
    Memory.put(chunk, octets, 0, octets.length);
    return chunk;
  }

  /** Takes every large frame away. */
  void exhaustLargeFrames() {
    while (memory.largeFrames().lease() != FramePool.NONE) {
      // until none is left
    }
  }

  void advance(final long ns) {
    final long endNs = nowNs + ns;
    while (!events.isEmpty() && events.peek().atNs <= endNs) {
      final Event event = events.remove();
      nowNs = event.atNs;
      event.action.run();
    }
    nowNs = endNs;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void after(final long delayNs, final Runnable action) {
    events.add(new Event(nowNs + delayNs, number++, action));
  }

  @Override
  public SeededRandom random() {
    return random;
  }

  @Override
  public PortCounters counters() {
    return counters;
  }

  @Override
  public PacketMemory memory() {
    return memory;
  }

  @Override
  public boolean isLastHolder(final long address) {
    return memory.poolOf(address).references(address) == 1;
  }

  @Override
  public void wake() {
    wakes++;
  }

  @Override
  public boolean hasCarrier() {
    return carrier;
  }

  @Override
  public void given(final List<WireFrame> frames) {
    given.addAll(frames);
  }

  @Override
  public void carry(final WireFrame frame) {
    carried.add(frame);
  }

  @Override
  public void changed(final WireFrame frame) {
    changed.add(frame);
  }

  @Override
  public void hitSent(final WireFrame frame, final Fault fault) {
    hits.add(fault);
  }

  @Override
  public void hitArrived(final WireFrame frame, final Fault fault) {
    hits.add(fault);
  }

  @Override
  public void close() {
    memory.close();
  }
}
