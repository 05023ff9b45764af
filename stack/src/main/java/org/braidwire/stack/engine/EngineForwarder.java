package org.braidwire.stack.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.port.Offload;
import org.braidwire.io.ring.FrameRing;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.net.ArpListener;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.IpInput;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.FourTuple;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Sees to it that a segment reaches the engine that owns its connection when the device gave it to another one. Engine
 * thread; asked only about segments that belong to no subflow here.
 *
 * <p>A join goes where its token says, and what follows on its four-tuple goes the same way until the owner tells that
 * its subflow has gone. What answers a connection or a join of ours goes where its port says, with nothing remembered.
 * Answers to ARP go to all, for they, too, reach one engine only. Nothing is forwarded twice.
 */
final class EngineForwarder implements ArpListener {
  /** Frames taken from one lane in a cycle. */
  private static final int FRAMES_PER_CYCLE = 64;

  private static final int NOTICE_BYTES = 40;

  private final EngineSeat seat;
  private final PortAllocator ports;
  private final PacketMemory memory;
  private final TupleTable tuples;
  private final Counters counters;

  /** Who owns the joins that arrive here and are others'. */
  private final EngineOfTuple owners;

  /** Where the joins arrive that are ours and come by another engine. */
  private final EngineOfTuple arrivals;

  /** Notices that found their lane full; one for a subflow that has ended at most. */
  private final Deque<Subflow.Tuple> owedNotices = new ArrayDeque<>();

  private final Region notice = Region.allocate(NOTICE_BYTES, Long.BYTES);
  private final ForwardBurst[] bursts;
  private final boolean[] unrung;
  private final boolean alone;

  /** Which engine the frame in hand came from, or {@link EngineSeat#NONE} for the wire. */
  private int from = EngineSeat.NONE;

  /**
   * @param limit most subflows of an engine; one that is alone keeps no tables for them
   */
  EngineForwarder(
      final EngineSeat seat,
      final PortAllocator ports,
      final PacketMemory memory,
      final TupleTable tuples,
      final Counters counters,
      final int limit,
      final long secret) {
    this.seat = seat;
    this.ports = ports;
    this.memory = memory;
    this.tuples = tuples;
    this.counters = counters;
    alone = seat.isAlone();
    owners = new EngineOfTuple(alone ? 0 : limit, secret);
    arrivals = new EngineOfTuple(alone ? 0 : limit, secret);
    unrung = new boolean[seat.mesh().engines()];
    bursts = new ForwardBurst[unrung.length];
    seat.mesh().checkMemory(memory);
    for (int i = 0; i < unrung.length; i++) {
      bursts[i] = new ForwardBurst(memory);
      if (i != seat.index()) {
        seat.mesh().lane(i, seat.index()).open(memory);
      }
    }
  }

  // ---- arriving from the wire --------------------------------------------------------------------------------

  /**
   * Whether a segment is another engine's by its addresses and ports; if so it was seen to, with nothing else of it
   * looked at, for every cache line that this core reads has to come and go. Its checksum is for the owner to verify. A
   * SYN is not told from these.
   *
   * @param ip its IPv4 header
   * @param tcp its TCP header
   */
  boolean isOthers(final int link, final long frame, final long ip, final long tcp, final long offload) {
    if (alone || from != EngineSeat.NONE || isOpening(TcpHeader.flags(tcp))) {
      return false;
    }
    final long local = IpAddress.v4Mapped(Ipv4Header.destination(ip));
    final long remote = IpAddress.v4Mapped(Ipv4Header.source(ip));
    final int localPort = TcpHeader.dstPort(tcp);
    final int remotePort = TcpHeader.srcPort(tcp);
    final long high = Ipv4Header.MAPPED_HIGH;
    if (tuples.find(high, local, localPort, high, remote, remotePort) != null) {
      return false;
    }
    int owner = EngineSeat.NONE;
    if (owners.count() > 0) {
      owner = owners.find(high, local, localPort, high, remote, remotePort);
    }
    if (owner == EngineSeat.NONE) {
      owner = ports.ownerOf(high, local, localPort);
    }
    return isAnother(owner) && forward(owner, link, frame, offload);
  }

  /** Whether a verified SYN, which belongs to no subflow here, is another engine's join; if so it was seen to. */
  boolean isOthersJoin(final InboundSegment segment, final long frame) {
    if (alone || from != EngineSeat.NONE || !SegmentDemux.isJoin(segment)) {
      return false; // any other SYN is a listener's, and every engine has them all
    }
    final int owner = seat.ownerOfToken(segment.mptcp().mpJoin().receiverToken());
    // Without room for what follows the join is refused here, as an unknown one.
    return isAnother(owner)
        && put(owners, segment, owner)
        && forward(
            owner,
            segment.portIndex(),
            frame,
            Offload.of(Offload.CHECKSUM_VALID, Offload.SEGMENT_NONE, 0, 0, segment.segmentBytes()));
  }

  private static boolean isOpening(final int flags) {
    return (flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
  }

  private boolean isAnother(final int owner) {
    return owner != EngineSeat.NONE && owner != seat.index();
  }

  private boolean forward(final int owner, final int link, final long frame, final long offload) {
    final int bytes = EthernetHeader.BYTES + Ipv4Header.totalBytes(frame + EthernetHeader.BYTES);
    if (!bursts[owner].add(link, frame, bytes, offload)) {
      counters.increment(Counter.FORWARDS_DROPPED);
    }
    return true;
  }

  /** Gives the other engines what has come for them. */
  void sendBursts() {
    for (int i = 0; i < bursts.length; i++) {
      final int frames = bursts[i].size();
      if (frames > 0) {
        final int lost = seat.mesh().lane(seat.index(), i).send(bursts[i]);
        counters.add(Counter.FRAMES_FORWARDED, frames - lost);
        counters.add(Counter.FORWARDS_DROPPED, lost);
        unrung[i] = true;
      }
    }
  }

  @Override
  public void onArp(final LinkAttachment link, final long frame, final int bytes) {
    if (from == EngineSeat.NONE) {
      for (int i = 0; i < unrung.length; i++) {
        if (i != seat.index()) {
          send(i, EngineLane.FRAME, link.index(), frame, bytes, Offload.NONE);
        }
      }
    }
  }

  private boolean send(
      final int to, final int kind, final int link, final long address, final int bytes, final long offload) {
    final boolean sent = seat.mesh().lane(seat.index(), to).sendCopy(kind, link, address, bytes, offload);
    if (kind == EngineLane.FRAME) {
      counters.increment(sent ? Counter.FRAMES_FORWARDED : Counter.FORWARDS_DROPPED);
    }
    unrung[to] |= sent;
    return sent;
  }

  // ---- arriving from other engines ---------------------------------------------------------------------------

  /** Handles what other engines forwarded; returns how much there was. */
  int poll(final IpInput input, final Attachments links, final long nowNs) {
    int work = payNotices();
    for (int i = 0; i < unrung.length; i++) {
      if (i != seat.index()) {
        work += poll(i, input, links, nowNs);
      }
    }
    return work;
  }

  private int poll(final int engine, final IpInput input, final Attachments links, final long nowNs) {
    final EngineLane lane = seat.mesh().lane(engine, seat.index());
    int taken = 0;
    from = engine;
    for (long frame = lane.peek(); frame != FrameRing.EMPTY && taken < FRAMES_PER_CYCLE; frame = lane.peek()) {
      final int bytes = lane.bytes();
      final int kind = lane.kind();
      final int link = lane.link();
      final long offload = lane.offload();
      lane.take();
      taken++;
      if (kind == EngineLane.NOTICE) {
        onNotice(frame);
      } else {
        counters.increment(Counter.FORWARDED_ARRIVALS);
        input.onFrame(links.get(link), frame, bytes, offload, nowNs);
      }
    }
    from = EngineSeat.NONE;
    lane.post();
    return taken;
  }

  /** A join was taken, or refused: what follows comes here, or there is nothing more to forward. */
  void onJoin(final InboundSegment segment, final boolean taken) {
    if (from == EngineSeat.NONE) {
      return;
    }
    put(arrivals, segment, from);
    if (!taken) {
      forget(tuple(segment));
    }
  }

  /** A subflow of ours has gone: whoever forwarded for it need not any more. */
  void onUnregistered(final FourTuple gone) {
    if (arrivals.count() > 0) {
      final Subflow.Tuple tuple = gone.tuple();
      if (!isInUse(tuple)) { // TIME-WAIT uses it, too
        forget(tuple);
      }
    }
  }

  private void forget(final Subflow.Tuple tuple) {
    final int arrival = find(arrivals, tuple);
    if (arrival != EngineSeat.NONE && !tell(arrival, tuple) && !owedNotices.contains(tuple)) {
      owedNotices.add(tuple);
    }
  }

  private boolean tell(final int arrival, final Subflow.Tuple tuple) {
    final long at = notice.address();
    Memory.putLong(at, tuple.localHigh());
    Memory.putLong(at + 8, tuple.localLow());
    Memory.putLong(at + 16, tuple.remoteHigh());
    Memory.putLong(at + 24, tuple.remoteLow());
    Memory.putInt(at + 32, tuple.localPort());
    Memory.putInt(at + 36, tuple.remotePort());
    if (!send(arrival, EngineLane.NOTICE, 0, at, NOTICE_BYTES, Offload.NONE)) {
      return false;
    }
    arrivals.remove(
        tuple.localHigh(),
        tuple.localLow(),
        tuple.localPort(),
        tuple.remoteHigh(),
        tuple.remoteLow(),
        tuple.remotePort());
    return true;
  }

  private int payNotices() {
    int paid = 0;
    while (!owedNotices.isEmpty() && isPaid(owedNotices.peek())) {
      owedNotices.remove();
      paid++;
    }
    return paid;
  }

  /** Nothing is owed any more for a tuple that is in use again. */
  private boolean isPaid(final Subflow.Tuple tuple) {
    final int arrival = find(arrivals, tuple);
    return arrival == EngineSeat.NONE || isInUse(tuple) || tell(arrival, tuple);
  }

  private boolean isInUse(final Subflow.Tuple tuple) {
    return tuples.find(
            tuple.localHigh(),
            tuple.localLow(),
            tuple.localPort(),
            tuple.remoteHigh(),
            tuple.remoteLow(),
            tuple.remotePort())
        != null;
  }

  private void onNotice(final long frame) {
    owners.remove(
        Memory.getLong(frame),
        Memory.getLong(frame + 8),
        Memory.getInt(frame + 32),
        Memory.getLong(frame + 16),
        Memory.getLong(frame + 24),
        Memory.getInt(frame + 36));
    memory.release(frame);
  }

  // ---- the cycle ---------------------------------------------------------------------------------------------

  /** Wakes the engines that something was put down for. */
  void flush() {
    for (int i = 0; i < unrung.length; i++) {
      if (unrung[i]) {
        unrung[i] = false;
        seat.mesh().bell(i).ring();
      }
    }
  }

  /** Whether a cycle is needed although nothing arrives. */
  boolean owesNotices() {
    return !owedNotices.isEmpty();
  }

  /** Joins that arrive here and are other engines'. */
  int foreignJoins() {
    return owners.count();
  }

  void close() {
    for (int i = 0; i < unrung.length; i++) {
      bursts[i].drop();
      if (i != seat.index()) {
        seat.mesh().lane(i, seat.index()).close();
      }
    }
    notice.close();
  }

  private static Subflow.Tuple tuple(final InboundSegment segment) {
    return SegmentDemux.tuple(segment);
  }

  private static int find(final EngineOfTuple table, final Subflow.Tuple t) {
    return table.find(t.localHigh(), t.localLow(), t.localPort(), t.remoteHigh(), t.remoteLow(), t.remotePort());
  }

  private static boolean put(final EngineOfTuple table, final InboundSegment s, final int engine) {
    return table.put(s.dstHigh(), s.dstLow(), s.dstPort(), s.srcHigh(), s.srcLow(), s.srcPort(), engine);
  }
}
