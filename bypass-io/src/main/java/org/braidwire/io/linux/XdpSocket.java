package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.Region;

/**
 * An AF_XDP socket (kernel Documentation/networking/af_xdp.rst): the frames of one receive queue, handed over in
 * memory of ours that it is told of and through four rings that it maps. Set-up throws {@link LinuxException}; the
 * wake-ups neither throw, block nor allocate. One thread.
 */
public final class XdpSocket implements AutoCloseable {
  /** The rings; {@link #FILL} and {@link #COMPLETION} speak of frames given to the kernel and got back. */
  public enum Ring {
    RECEIVE(2, 0L, 16),
    TRANSMIT(3, 0x8000_0000L, 16),
    FILL(5, 0x1_0000_0000L, 8),
    COMPLETION(6, 0x1_8000_0000L, 8);

    private final int option;
    private final long offset;
    private final int entryBytes;

    Ring(final int option, final long offset, final int entryBytes) {
      this.option = option;
      this.offset = offset;
      this.entryBytes = entryBytes;
    }
  }

  /** {@link #bind}: the kernel copies between its buffers and our memory. */
  public static final int COPY = 1 << 1;
  /** {@link #bind}: the device reads and writes our memory. */
  public static final int ZERO_COPY = 1 << 2;
  /** {@link #bind}: the rings' flags say when a system call is needed. */
  public static final int NEED_WAKEUP = 1 << 3;
  /** {@link #bind}: a frame may take several descriptors. */
  public static final int SEVERAL_BUFFERS = 1 << 4;

  /** What the kernel leaves free in front of a received frame. */
  public static final int HEADROOM_BYTES = 256;

  private static final int SOL_XDP = 283;
  private static final int XDP_MMAP_OFFSETS = 1;
  private static final int XDP_UMEM_REG = 4;
  private static final int XDP_STATISTICS = 7;

  // struct xdp_umem_reg
  private static final int UMEM_REG_BYTES = 32;
  private static final int UMEM_LENGTH = 8;
  private static final int UMEM_CHUNK_SIZE = 16;
  private static final int UMEM_FLAGS = 24;
  private static final int UMEM_TX_METADATA_LENGTH = 28;
  private static final int UMEM_HAS_TX_METADATA = 1 << 2;

  // struct xdp_mmap_offsets: for each ring one of producer, consumer, entries, flags
  private static final int OFFSETS_BYTES = 128;
  private static final int RING_OFFSETS_BYTES = 32;

  // struct xdp_statistics
  private static final int STATISTICS_BYTES = 48;
  private static final int RX_DROPPED = 0;
  private static final int RX_RING_FULL = 24;

  private static final int SEND_BUFFER_BYTES = 4 * 1024 * 1024;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final LinuxSocket socket;
  private final NetworkInterfaceFacts facts;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment statistics = arena.allocate(STATISTICS_BYTES + Long.BYTES, Long.BYTES);
  private final List<MemorySegment> mappings = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();
  private boolean closed;

  private XdpSocket(final LinuxSocket socket, final NetworkInterfaceFacts facts) {
    this.socket = socket;
    this.facts = facts;
  }

  /** Opens one in the calling thread's namespace, not yet bound. */
  public static XdpSocket open(final NetworkInterfaceFacts facts) {
    final LinuxSocket socket =
        LinuxSocket.open(LinuxSocket.AF_XDP, LinuxSocket.SOCK_RAW, 0, "interface " + facts.name());
    try {
      socket.setBufferBytes(true, SEND_BUFFER_BYTES);
      return new XdpSocket(socket, facts);
    } catch (final RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Tells it of the memory in which frames lie. The kernel pins it; other sockets may be told of the same.
   *
   * @param base first address, on a page
   * @param frameBytes octets of a frame, 2,048 or 4,096
   * @param metadataBytes what stands before each frame that is sent, for the device to read; 0 for nothing
   */
  public void register(final long base, final long bytes, final int frameBytes, final int metadataBytes) {
    try (Arena setUp = Arena.ofConfined()) {
      final MemorySegment request = setUp.allocate(UMEM_REG_BYTES, Long.BYTES);
      request.set(LONG, 0, base);
      request.set(LONG, UMEM_LENGTH, bytes);
      request.set(INT, UMEM_CHUNK_SIZE, frameBytes);
      if (metadataBytes > 0) {
        request.set(INT, UMEM_FLAGS, UMEM_HAS_TX_METADATA);
        request.set(INT, UMEM_TX_METADATA_LENGTH, metadataBytes);
      }
      final int result = socket.trySetOption(SOL_XDP, XDP_UMEM_REG, request);
      if (result < 0) {
        final long mebibytes = bytes >>> 20;
        throw failure(
            "setsockopt(XDP_UMEM_REG)",
            -result,
            result == -Errno.ENOBUFS
                ? "the limit of locked memory does not hold the frames' " + mebibytes
                    + " MiB; `ulimit -l` raises it, root or CAP_IPC_LOCK lifts it"
                : "the kernel refuses " + mebibytes + " MiB of frames of " + frameBytes + " octets");
      }
    }
  }

  /** Makes a ring of so many entries, a power of two, and maps it. */
  public XdpRingMemory ring(final Ring ring, final int entries) {
    socket.setOption("XDP " + ring + " ring", SOL_XDP, ring.option, entries);
    try (Arena setUp = Arena.ofConfined()) {
      final MemorySegment offsets = setUp.allocate(OFFSETS_BYTES + Long.BYTES, Long.BYTES);
      final int at = ring.ordinal() * RING_OFFSETS_BYTES;
      read(XDP_MMAP_OFFSETS, offsets, OFFSETS_BYTES);
      final long entriesAt = offsets.get(LONG, at + 16L);
      final MemorySegment mapped = socket.map(entriesAt + (long) entries * ring.entryBytes, ring.offset);
      mappings.add(mapped);
      regions.add(Region.adopt(mapped));
      return new XdpRingMemory(
          mapped.address() + offsets.get(LONG, at),
          mapped.address() + offsets.get(LONG, at + 8L),
          mapped.address() + offsets.get(LONG, at + 24L),
          mapped.address() + entriesAt,
          entries);
    }
  }

  /** Binds it to a receive queue of the interface: 0 or -errno. */
  public int bind(final int queue, final int flags) {
    try (Arena setUp = Arena.ofConfined()) {
      final MemorySegment address = setUp.allocate(16, Integer.BYTES); // struct sockaddr_xdp
      address.set(ValueLayout.JAVA_SHORT, 0, (short) LinuxSocket.AF_XDP);
      address.set(ValueLayout.JAVA_SHORT, 2, (short) flags);
      address.set(INT, 4, facts.index());
      address.set(INT, 8, queue);
      return socket.tryBind(address);
    }
  }

  /** By which a map names it. */
  public int descriptor() {
    return socket.descriptor();
  }

  /** Makes the kernel look at the transmit ring: 0 or -errno. */
  public int wakeTransmit() {
    return (int) socket.send(0, 0);
  }

  /** Makes the kernel look at the fill ring: 0 or -errno. */
  public int wakeReceive() {
    return (int) socket.receive(0, 0);
  }

  /** Frames for us that the kernel has dropped since the socket was opened, for want of a frame or of room. */
  public long kernelDrops() {
    final long at = statistics.address();
    statistics.set(INT, STATISTICS_BYTES, STATISTICS_BYTES);
    if (!socket.readOption(SOL_XDP, XDP_STATISTICS, at, at + STATISTICS_BYTES)) {
      read(XDP_STATISTICS, statistics, STATISTICS_BYTES); // tells why
    }
    return statistics.get(LONG, RX_DROPPED) + statistics.get(LONG, RX_RING_FULL);
  }

  /** Reads an option of so many octets; the room behind it takes the length. */
  private void read(final int option, final MemorySegment value, final int bytes) {
    value.set(INT, bytes, bytes);
    final int result = socket.getOption(SOL_XDP, option, value.address(), value.address() + bytes);
    if (result < 0) {
      throw failure("getsockopt(" + option + ")", -result, "");
    }
  }

  private LinuxException failure(final String call, final int errno, final String hint) {
    return new LinuxException(call, "interface " + facts.name(), errno, hint);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      regions.forEach(Region::close);
      mappings.forEach(socket::unmap);
      socket.close();
      arena.close();
    }
  }
}
