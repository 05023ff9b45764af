package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a driver says of its interface through {@code SIOCETHTOOL}, in the calling thread's network namespace; needs no
 * right. Read once by any thread; changes nothing.
 *
 * @param driver the driver's name, such as {@code veth}, or empty
 * @param rings descriptors a ring, or null where the driver does not tell
 * @param coalescing how long it holds interrupts back, or null
 * @param queues how many receive and transmit queues it uses, or null
 * @param offloads what the device does with segments
 */
public record EthtoolFacts(String driver, Rings rings, Coalescing coalescing, Queues queues, Offloads offloads) {

  /** Descriptors of each ring, and the most that the device takes. */
  public record Rings(int rx, int rxMax, int tx, int txMax) {}

  /** Microseconds and frames that an interrupt may wait for; adaptive ones change by themselves. */
  public record Coalescing(int rxMicroseconds, int rxFrames, boolean adaptiveRx) {}

  /** Queues in use, and the most that there can be. */
  public record Queues(int rx, int tx, int combined, int max) {}

  /** Who cuts, merges and sums: true for the device, or the kernel on its behalf. */
  public record Offloads(boolean tso, boolean gro, boolean lro, boolean rxChecksum, boolean txChecksum) {}

  private static final long SIOCETHTOOL = 0x8946;
  private static final int IFREQ_BYTES = 40;
  private static final int NAME_BYTES = 16;

  // linux/ethtool.h: commands, and how many octets or words their structures have.
  private static final int ETHTOOL_GDRVINFO = 0x03;
  private static final int ETHTOOL_GCOALESCE = 0x0e;
  private static final int ETHTOOL_GRINGPARAM = 0x10;
  private static final int ETHTOOL_GRXCSUM = 0x14;
  private static final int ETHTOOL_GTXCSUM = 0x16;
  private static final int ETHTOOL_GTSO = 0x1e;
  private static final int ETHTOOL_GFLAGS = 0x25;
  private static final int ETHTOOL_GGRO = 0x2b;
  private static final int ETHTOOL_GCHANNELS = 0x3c;
  private static final int DRVINFO_BYTES = 196;
  private static final int DRIVER_OFFSET = 4;
  private static final int COALESCE_WORDS = 23;
  private static final int RING_WORDS = 9;
  private static final int CHANNEL_WORDS = 9;
  private static final int VALUE_WORDS = 2;
  private static final int ETH_FLAG_LRO = 1 << 15;

  /** Reads them; {@link LinuxException} with ENODEV where there is no such interface. */
  public static EthtoolFacts read(final String interfaceName) {
    NetworkInterfaceFacts.read(interfaceName); // says clearly that there is none, or that the name is none
    try (Arena arena = Arena.ofConfined();
        LinuxSocket socket = LinuxSocket.open(
            LinuxSocket.AF_INET, LinuxSocket.SOCK_DGRAM, 0, "interface " + interfaceName)) {
      return new Query(arena, socket, interfaceName).all();
    }
  }

  /** One interface asked through one socket. */
  private static final class Query {
    private final MemorySegment request;
    private final MemorySegment command;
    private final LinuxSocket socket;

    Query(final Arena arena, final LinuxSocket socket, final String interfaceName) {
      this.socket = socket;
      request = arena.allocate(IFREQ_BYTES, Long.BYTES);
      command = arena.allocate(DRVINFO_BYTES, Long.BYTES);
      final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
      MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
      request.set(ValueLayout.JAVA_LONG, NAME_BYTES, command.address());
    }

    EthtoolFacts all() {
      final int[] ring = ask(ETHTOOL_GRINGPARAM, RING_WORDS);
      final int[] wait = ask(ETHTOOL_GCOALESCE, COALESCE_WORDS);
      final int[] channel = ask(ETHTOOL_GCHANNELS, CHANNEL_WORDS);
      return new EthtoolFacts(
          driver(),
          ring == null ? null : new Rings(ring[5], ring[1], ring[8], ring[4]),
          wait == null ? null : new Coalescing(wait[1], wait[2], wait[10] != 0),
          channel == null
              ? null
              : new Queues(
                  channel[5],
                  channel[6],
                  channel[8],
                  Math.max(Math.max(channel[1], channel[2]), channel[4])),
          new Offloads(
              isOn(ETHTOOL_GTSO),
              isOn(ETHTOOL_GGRO),
              (value(ETHTOOL_GFLAGS) & ETH_FLAG_LRO) != 0,
              isOn(ETHTOOL_GRXCSUM),
              isOn(ETHTOOL_GTXCSUM)));
    }

    private String driver() {
      return ask(ETHTOOL_GDRVINFO, DRVINFO_BYTES / Integer.BYTES) == null
          ? ""
          : command.getString(DRIVER_OFFSET, StandardCharsets.US_ASCII);
    }

    private boolean isOn(final int get) {
      return value(get) != 0;
    }

    private int value(final int get) {
      final int[] answer = ask(get, VALUE_WORDS);
      return answer == null ? 0 : answer[1];
    }

    /** The structure that {@code get} fills, as words; null where the driver does not know it. */
    private int[] ask(final int get, final int words) {
      command.fill((byte) 0);
      command.set(ValueLayout.JAVA_INT, 0, get);
      try {
        socket.ioctl("SIOCETHTOOL", SIOCETHTOOL, request);
      } catch (final LinuxException refused) {
        if (refused.errno() == Errno.EOPNOTSUPP || refused.errno() == Errno.EINVAL) {
          return null;
        }
        throw refused;
      }
      return Arrays.copyOf(command.toArray(ValueLayout.JAVA_INT), words);
    }
  }
}
