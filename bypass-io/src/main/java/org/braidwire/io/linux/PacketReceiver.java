package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.port.PortGroup;

/**
 * The receiving half of AF_PACKET: a socket with a memory-mapped TPACKET_V2 ring (packet_mmap.rst). The kernel
 * fills slots in order; this side looks at one slot at a time and gives it back at once, so a slot is never lent.
 *
 * <p>One thread. {@link #advance} before the next {@link #ready}; the other getters speak of the present slot.
 */
public final class PacketReceiver implements AutoCloseable {
  private static final int SOL_PACKET = 263;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_COPY_THRESH = 7;
  private static final int PACKET_VERSION = 10;
  private static final int PACKET_VNET_HDR = 15;
  private static final int PACKET_FANOUT = 18;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int TPACKET_V2 = 1;

  /** Which socket of a group gets a frame follows from the flow; addresses and ports count alike in both directions. */
  private static final int FANOUT_HASH = 0;

  /** The kernel picks an id that no other group has. */
  private static final int FANOUT_FLAG_UNIQUE_ID = 0x2000;

  /** PACKET_IGNORE_OUTGOING of a single socket does not count in a group. */
  private static final int FANOUT_FLAG_IGNORE_OUTGOING = 0x4000;

  private static final int FANOUT_TYPE_SHIFT = 16;
  private static final int FANOUT_ID_MASK = 0xffff;

  private static final int TP_STATUS_KERNEL = 0;
  private static final int TP_STATUS_USER = 1;
  private static final int TP_STATUS_COPY = 2;

  // struct tpacket2_hdr
  private static final int TP_STATUS = 0;
  private static final int TP_LEN = 4;
  private static final int TP_SNAPLEN = 8;
  private static final int TP_MAC = 12;

  /** Header, link-level address, offload header and alignment that the kernel puts before a frame, rounded up. */
  private static final int SLOT_OVERHEAD_BYTES = 128;

  private static final int SMALLEST_SLOT_BYTES = 2048;
  private static final int BLOCK_BYTES = 64 * 1024;

  /** Octets of the header that speaks of offloads, in front of every frame. */
  private static final int OFFLOAD_HEADER_BYTES = 10;

  /** What the kernel holds of frames too large for a slot, beside the ring. */
  private static final int LARGE_FRAMES_BYTES = 8 * 1024 * 1024;

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final ValueLayout.OfInt INT_LAYOUT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort SHORT_LAYOUT = ValueLayout.JAVA_SHORT;

  private final LinuxSocket socket;
  private final MemorySegment ring;
  private final Region region;
  private final int slotShift;
  private final int slotMask;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment statistics = arena.allocate(16, 8);
  private final ScatterMessage message = new ScatterMessage(2);
  private final Region largeOffloadHeader = Region.allocate(16, 8);
  private int slot;
  private long slotAddress;
  private int status;
  private long offloadHeaderAddress;
  private boolean closed;

  private PacketReceiver(final LinuxSocket socket, final MemorySegment ring, final int slotBytes, final int slots) {
    this.socket = socket;
    this.ring = ring;
    region = Region.adopt(ring);
    slotShift = Integer.numberOfTrailingZeros(slotBytes);
    slotMask = slots - 1;
    slotAddress = ring.address();
    message.part(0, largeOffloadHeader.address(), OFFLOAD_HEADER_BYTES);
  }

  /**
   * Opens it on an interface of the calling thread's namespace.
   *
   * @param largestFrameBytes frames up to this length come in a slot, larger ones by {@link #takeLarge}
   * @param slots frames the kernel may run ahead of us, a power of two
   */
  public static PacketReceiver open(final NetworkInterfaceFacts facts, final int largestFrameBytes, final int slots) {
    return open(facts, largestFrameBytes, slots, PacketFilter.untaggedToUs());
  }

  /**
   * The same with a classic BPF program that says which frames come at all.
   *
   * @param filter instructions, each its code, where to jump if true and if false, and an operand
   */
  public static PacketReceiver open(
      final NetworkInterfaceFacts facts, final int largestFrameBytes, final int slots, final int[][] filter) {
    if (Integer.bitCount(slots) != 1 || slots < BLOCK_BYTES / SMALLEST_SLOT_BYTES) {
      throw new IllegalArgumentException("slots must be a power of two of at least 32: " + slots);
    }
    final int wanted = Math.min(largestFrameBytes + SLOT_OVERHEAD_BYTES, BLOCK_BYTES);
    final int slotBytes = Math.max(SMALLEST_SLOT_BYTES, Integer.highestOneBit(wanted - 1) << 1);
    // Protocol 0: nothing is received before the ring, the filter and the binding are in place.
    final LinuxSocket socket = LinuxSocket.open(
        LinuxSocket.AF_PACKET,
        LinuxSocket.SOCK_RAW | LinuxSocket.SOCK_NONBLOCK,
        0,
        "interface " + facts.name());
    try (Arena setUp = Arena.ofConfined()) {
      socket.setOption("PACKET_VERSION", SOL_PACKET, PACKET_VERSION, TPACKET_V2);
      socket.setOption("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
      socket.setOption("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
      socket.setOption("PACKET_COPY_THRESH", SOL_PACKET, PACKET_COPY_THRESH, 1);
      socket.setBufferBytes(false, LARGE_FRAMES_BYTES);
      PacketFilter.attach(socket, filter);
      final MemorySegment request = setUp.allocate(16, 4); // struct tpacket_req
      request.set(INT_LAYOUT, 0, BLOCK_BYTES);
      request.set(INT_LAYOUT, 4, (int) ((long) slots * slotBytes / BLOCK_BYTES));
      request.set(INT_LAYOUT, 8, slotBytes);
      request.set(INT_LAYOUT, 12, slots);
      socket.setOption("PACKET_RX_RING", SOL_PACKET, PACKET_RX_RING, request);
      final MemorySegment ring = socket.map((long) slots * slotBytes);
      final PacketReceiver receiver = new PacketReceiver(socket, ring, slotBytes, slots);
      socket.bind(LinkLayerAddress.of(setUp, LinkLayerAddress.ETH_P_ALL, facts.index()));
      return receiver;
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Shares the interface's frames with the sockets that have joined {@code group} there and with those that will.
   *
   * @throws LinuxException where the kernel refuses
   */
  public void join(final PortGroup group, final int interfaceIndex) {
    group.join(interfaceIndex, id -> id == PortGroup.NO_ID ? found() : joinGroup(id));
  }

  private int joinGroup(final int id) {
    setGroup(0, id);
    return id;
  }

  private int found() {
    setGroup(FANOUT_FLAG_UNIQUE_ID, 0);
    statistics.set(INT_LAYOUT, 8, Integer.BYTES);
    final int result = socket.getOption(SOL_PACKET, PACKET_FANOUT, statistics.address(), statistics.address() + 8);
    if (result < 0) {
      throw LinuxSocket.failure("getsockopt(PACKET_FANOUT)", "a packet socket", -result);
    }
    return statistics.get(INT_LAYOUT, 0) & FANOUT_ID_MASK;
  }

  private void setGroup(final int flag, final int id) {
    final int type = FANOUT_HASH | FANOUT_FLAG_IGNORE_OUTGOING | flag;
    socket.setOption("PACKET_FANOUT", SOL_PACKET, PACKET_FANOUT, type << FANOUT_TYPE_SHIFT | id);
  }

  /** Frames that the kernel may run ahead of us. */
  public int slots() {
    return slotMask + 1;
  }

  /** Readable while a slot holds a frame. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** Whether the present slot holds a frame. */
  public boolean ready() {
    status = (int) INT.getAcquire(Memory.all(), slotAddress + TP_STATUS);
    if ((status & TP_STATUS_USER) == 0) {
      return false;
    }
    offloadHeaderAddress = frameAddress() - OFFLOAD_HEADER_BYTES;
    return true;
  }

  /** Where the Ethernet header begins. */
  public long frameAddress() {
    return slotAddress + (Memory.all().get(SHORT_LAYOUT, slotAddress + TP_MAC) & 0xffff);
  }

  /** Octets of the frame that are in the slot. */
  public int capturedBytes() {
    return Memory.all().get(INT_LAYOUT, slotAddress + TP_SNAPLEN);
  }

  /** Octets the frame had. */
  public int frameBytes() {
    return Memory.all().get(INT_LAYOUT, slotAddress + TP_LEN);
  }

  /** Where the virtio-net header lies: of the present slot's frame, or of the one that {@link #takeLarge} took. */
  public long offloadHeaderAddress() {
    return offloadHeaderAddress;
  }

  /** Whether the frame was too large for a slot and one waits whole beside the ring; {@link #takeLarge} takes it. */
  public boolean hasLarge() {
    return (status & TP_STATUS_COPY) != 0;
  }

  /**
   * Takes the oldest frame that waits beside the ring; once for each slot that {@link #hasLarge}, before
   * {@link #advance}. It is the slot's own, or, where two cores received at once, that of a neighbouring slot.
   *
   * @return octets that the frame had, more than {@code roomBytes} if it was cut there; or -errno
   */
  public long takeLarge(final long address, final int roomBytes) {
    message.part(1, address, roomBytes);
    long received = socket.receiveMessage(message.address());
    if (received < 0 && received != -Errno.EAGAIN) {
      // What happened to the link is told in place of the first frame after it. That frame still waits: left
      // there,
      // it would be taken for the next one, and each for the one behind it from then on.
      received = socket.receiveMessage(message.address());
    }
    offloadHeaderAddress = largeOffloadHeader.address();
    return received < 0 ? received : received - OFFLOAD_HEADER_BYTES;
  }

  /** Gives the present slot back to the kernel and goes to the next one. */
  public void advance() {
    INT.setRelease(Memory.all(), slotAddress + TP_STATUS, TP_STATUS_KERNEL);
    slot = (slot + 1) & slotMask;
    slotAddress = ring.address() + ((long) slot << slotShift);
  }

  /** Frames that the kernel dropped for want of a slot since the last call. */
  public int takeKernelDrops() {
    statistics.set(INT_LAYOUT, 8, 8);
    final boolean told =
        socket.readOption(SOL_PACKET, PACKET_STATISTICS, statistics.address(), statistics.address() + 8);
    return told ? statistics.get(INT_LAYOUT, 4) : 0; // tp_packets, tp_drops
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      region.close();
      largeOffloadHeader.close();
      socket.unmap(ring);
      socket.close();
      arena.close();
    }
  }
}
