package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What is behind an interface, asked as {@code ethtool} asks. Read in the interface's namespace; for set-up.
 *
 * @param name of the driver, empty where it does not say
 * @param virtual whether frames come from this machine or another process of it, not from a wire
 * @param receiveQueues how many queues frames come in by, at least 1
 */
public record DriverFacts(String name, boolean virtual, int receiveQueues) {
  private static final long SIOCETHTOOL = 0x8946;
  private static final int ETHTOOL_GDRVINFO = 0x3;
  private static final int ETHTOOL_GCHANNELS = 0x3c;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_DATA = 16;

  // struct ethtool_drvinfo
  private static final int DRIVER_BYTES = 196;
  private static final int DRIVER = 4;
  private static final int BUS = 100;

  // struct ethtool_channels
  private static final int CHANNELS_BYTES = 36;
  private static final int RECEIVE_COUNT = 20;
  private static final int COMBINED_COUNT = 32;

  /** What some drivers without a bus say instead of nothing. */
  private static final String NO_BUS = "N/A";

  /** The one that has no bus and names one. */
  private static final String TUN = "tun";

  /** Whether this is one end of a pair of which the other is on this machine, too. */
  public boolean isVeth() {
    return name.equals("veth");
  }

  /** Reads them. */
  public static DriverFacts read(final NetworkInterfaceFacts facts) {
    try (Arena arena = Arena.ofConfined();
        LinuxSocket socket =
            LinuxSocket.open(LinuxSocket.AF_INET, LinuxSocket.SOCK_DGRAM, 0, "interface " + facts.name())) {
      final MemorySegment driver = ask(arena, socket, facts, ETHTOOL_GDRVINFO, DRIVER_BYTES);
      final MemorySegment channels = ask(arena, socket, facts, ETHTOOL_GCHANNELS, CHANNELS_BYTES);
      final String name = driver.getString(DRIVER, StandardCharsets.US_ASCII);
      final String bus = driver.getString(BUS, StandardCharsets.US_ASCII);
      final boolean virtual = bus.isEmpty() || bus.equals(NO_BUS) || name.equals(TUN);
      final int queues = channels.get(ValueLayout.JAVA_INT, RECEIVE_COUNT)
          + channels.get(ValueLayout.JAVA_INT, COMBINED_COUNT);
      return new DriverFacts(name, virtual, Math.max(1, queues));
    }
  }

  /** The answer; zeros where the driver has none. */
  private static MemorySegment ask(
      final Arena arena,
      final LinuxSocket socket,
      final NetworkInterfaceFacts facts,
      final int command,
      final int bytes) {
    final MemorySegment answer = arena.allocate(bytes, Long.BYTES);
    answer.set(ValueLayout.JAVA_INT, 0, command);
    final MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
    request.setString(0, facts.name());
    request.set(ValueLayout.JAVA_LONG, IFREQ_DATA, answer.address());
    final int result = socket.tryIoctl(SIOCETHTOOL, request);
    return result < 0 ? answer.fill((byte) 0) : answer;
  }
}
