package org.braidwire.stack.packets;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.net.Crafted;
import org.braidwire.stack.wire.TcpFlags;

/**
 * A stack of plain TCP whose peer is the test, segment by segment: a wire in memory of which the test holds the
 * other end, and a clock that only the test moves.
 */
final class ScriptedPeer implements AutoCloseable {
  /** The peer's initial sequence number: its stream begins 10 octets before the wrap. */
  static final int ISS = -11;

  static final long SECOND_NS = 1_000_000_000L;

  private static final int STACK_PORT = 5001;
  private static final int PEER_PORT = 40_000;
  private static final int STACK_V4 = 0xc000_0201;
  private static final int PEER_V4 = 0xc000_0202;
  private static final long PEER_MAC = 0x02_00_00_00_00_02L;
  private static final long STACK_MAC = 0x02_00_00_00_00_01L;
  private static final int ARP = 0x0806;
  private static final int IPV4 = 0x0800;
  private static final int ARP_REPLY = 2;
  private static final int TCP = 6;
  private static final int SETTLED_CYCLES = 1000;

  final Recorder application = new Recorder();
  final MptcpStack stack;

  private final PacketMemory stackMemory = PacketMemory.allocate(1024, 32);
  private final PacketMemory peerMemory = PacketMemory.allocate(1024, 4);
  private final FramePort stackPort;
  private final FramePort peerPort;
  private final RxBurst burst = new RxBurst();
  private int stackPortNumber = STACK_PORT;
  private int peerPortNumber = PEER_PORT;
  private long nowNs = 1000 * SECOND_NS;

  ScriptedPeer(final boolean noDelay) {
    this(StackConfig.defaults().withNoDelay(noDelay));
  }

  private ScriptedPeer(final StackConfig config) {
    final MemoryWire wire = new MemoryWire("wire");
    stackPort = wire.open(0, stackMemory, STACK_MAC);
    peerPort = wire.open(1, peerMemory, PEER_MAC);
    stack = new MptcpStack(
        config.withMultipath(false),
        List.of(new MptcpStack.Path(PathConfig.parse("wire=192.0.2.1/28"), stackPort)),
        stackMemory,
        () -> nowNs,
        new Random(1)::nextLong);
  }

  /** A stack that listens. */
  static ScriptedPeer client() {
    return client(true);
  }

  static ScriptedPeer client(final boolean noDelay) {
    return client(StackConfig.defaults().withNoDelay(noDelay));
  }

  /** The same with a configuration, but for MPTCP. */
  static ScriptedPeer client(final StackConfig config) {
    final ScriptedPeer peer = new ScriptedPeer(config);
    peer.stack.listen(STACK_PORT, () -> peer.application);
    return peer;
  }

  /** The stack connects to the peer; returns its SYN. */
  Segment connectFromStack() {
    stack.connect(0, 0xffff_0000_0000L | PEER_V4 & 0xffff_ffffL, STACK_PORT, application);
    peerPortNumber = STACK_PORT;
    return take().getFirst();
  }

  /** The peer opens a connection; returns the stack's initial sequence number. */
  int open() {
    return open(null);
  }

  /** The same with timestamps, of which {@code tsVal} is the first; without if it is null. */
  int open(final Integer tsVal) {
    final Segment syn = Segment.of(TcpFlags.SYN, ISS, 0);
    send(tsVal == null ? syn : syn.stamped(tsVal, 0));
    final Segment answer = only();
    if (!answer.has(TcpFlags.SYN | TcpFlags.ACK) || answer.ack() != ISS + 1) {
      throw new AssertionError("no SYN/ACK: " + answer);
    }
    final Segment third = Segment.of(TcpFlags.ACK, ISS + 1, answer.seq() + 1);
    send(tsVal == null ? third : third.stamped(tsVal, answer.tsVal()));
    none();
    return answer.seq();
  }

  /** Sends and lets the stack do what it does at once. */
  void send(final Segment segment) {
    final byte[] tcp = segment.toOctets(peerPortNumber, stackPortNumber, PEER_V4, STACK_V4);
    transmit(Crafted.ethernet(STACK_MAC, PEER_MAC, IPV4, Crafted.ipv4(PEER_V4, STACK_V4, TCP, tcp)));
    settle();
  }

  private void transmit(final byte[] frame) {
    final long address = peerMemory.leaseFrame();
    if (address == FramePool.NONE) {
      throw new AssertionError("the peer has no frame left");
    }
    Memory.put(address, frame, 0, frame.length);
    peerPort.transmit(address, frame.length, 0, 0, Offload.NONE);
    peerPort.flush();
  }

  private void settle() {
    int cycles = 0;
    while (stack.doWork() > 0) {
      if (cycles++ > SETTLED_CYCLES) {
        throw new AssertionError("the stack finds no rest");
      }
    }
  }

  /** Moves the clock, timers and all. */
  void pass(final long ns) {
    final long end = nowNs + ns;
    while (nowNs < end) {
      nowNs = Math.max(nowNs + 1, Math.min(end, stack.nextDeadlineNs()));
      settle();
    }
  }

  /** Everything the stack has sent since the last look; ARP is answered and not told. */
  List<Segment> take() {
    final List<Segment> segments = new ArrayList<>();
    settle();
    while (peerPort.poll(burst) > 0) {
      for (int i = 0; i < burst.size(); i++) {
        final byte[] frame = new byte[burst.bytes(i)];
        Memory.get(burst.address(i), frame, 0, frame.length);
        peerMemory.release(burst.address(i));
        onFrame(ByteBuffer.wrap(frame), segments);
      }
      settle();
    }
    return segments;
  }

  private void onFrame(final ByteBuffer frame, final List<Segment> segments) {
    if ((frame.getShort(12) & 0xffff) == ARP) {
      final byte[] reply = Crafted.arp(ARP_REPLY, PEER_MAC, PEER_V4, STACK_MAC, STACK_V4);
      transmit(Crafted.ethernet(STACK_MAC, PEER_MAC, ARP, reply));
      return;
    }
    final int ipBytes = frame.getShort(16) & 0xffff; // a short frame may be padded
    final ByteBuffer tcp = frame.slice(Crafted.IP, ipBytes - (Crafted.IP - Crafted.ETHERNET));
    stackPortNumber = tcp.getShort(0) & 0xffff;
    segments.add(Segment.parse(tcp));
  }

  /** The one segment that the stack has sent since the last look. */
  Segment only() {
    final List<Segment> sent = take();
    if (sent.size() != 1) {
      throw new AssertionError("not one segment but " + sent);
    }
    return sent.getFirst();
  }

  /** Checks that the stack has sent nothing since the last look. */
  void none() {
    final List<Segment> sent = take();
    if (!sent.isEmpty()) {
      throw new AssertionError("sent unasked: " + sent);
    }
  }

  long count(final String counter) {
    return stack.counters().get(counter);
  }

  @Override
  public void close() {
    stack.close();
    stackPort.close();
    peerPort.close();
    final int leaked = stackMemory.leased();
    stackMemory.close();
    peerMemory.close();
    if (leaked != 0) {
      throw new AssertionError("pieces of memory leaked: " + leaked);
    }
  }
}
