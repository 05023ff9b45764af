package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Takes an interface of the calling thread's network namespace up, as {@code ip link set NAME up} does. */
public final class InterfaceSwitch {
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCSIFFLAGS = 0x8914;
  private static final int IFREQ_BYTES = 40;
  private static final int NAME_BYTES = 16;
  private static final int IFF_UP = 1;

  private InterfaceSwitch() {}

  /** Sets it administratively up; {@link LinuxException} where that may not be. */
  public static void up(final String interfaceName) {
    final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined();
        LinuxSocket socket = LinuxSocket.open(
            LinuxSocket.AF_INET, LinuxSocket.SOCK_DGRAM, 0, "interface " + interfaceName)) {
      final MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
      MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, Math.min(name.length, NAME_BYTES - 1));
      socket.ioctl("SIOCGIFFLAGS", SIOCGIFFLAGS, request);
      final int flags = request.get(ValueLayout.JAVA_SHORT, NAME_BYTES) | IFF_UP;
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) flags);
      socket.ioctl("SIOCSIFFLAGS", SIOCSIFFLAGS, request);
    }
  }
}
