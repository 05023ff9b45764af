package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What the kernel says of an interface in the calling thread's network namespace. {@code java.net.NetworkInterface}
 * reads the main thread's namespace and cannot be trusted in another.
 *
 * @param name the interface's name
 * @param index its index in this namespace
 * @param macAddress its Ethernet address, six octets right-aligned
 * @param mtuBytes largest IP packet
 * @param ethernet whether it carries Ethernet frames
 * @param rawIp whether it carries IP packets without a link layer: TUN, a modem
 * @param up whether it is administratively up
 * @param running whether it is up and has carrier
 */
public record NetworkInterfaceFacts(
    String name,
    int index,
    long macAddress,
    int mtuBytes,
    boolean ethernet,
    boolean rawIp,
    boolean up,
    boolean running) {
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCGIFMTU = 0x8921;
  private static final long SIOCGIFHWADDR = 0x8927;
  private static final long SIOCGIFINDEX = 0x8933;

  /** {@code struct ifreq}: a name and a union. */
  private static final int IFREQ_BYTES = 40;

  private static final int NAME_BYTES = 16;
  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_PPP = 512;
  private static final int ARPHRD_RAWIP = 519;
  private static final int ARPHRD_NONE = 0xfffe;
  private static final int IFF_UP = 0x1;
  private static final int IFF_UP_AND_RUNNING = 0x41;

  /** Reads them; {@link LinuxException} with ENODEV where there is no such interface. */
  public static NetworkInterfaceFacts read(final String interfaceName) {
    final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
    final String subject = "interface " + interfaceName;
    if (name.length == 0 || name.length >= NAME_BYTES) {
      throw LinuxSocket.failure("ioctl(SIOCGIFINDEX)", subject, Errno.ENODEV);
    }
    try (Arena arena = Arena.ofConfined();
        LinuxSocket socket = LinuxSocket.open(LinuxSocket.AF_INET, LinuxSocket.SOCK_DGRAM, 0, subject)) {
      final MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
      MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
      socket.ioctl("SIOCGIFINDEX", SIOCGIFINDEX, request);
      final int index = request.get(ValueLayout.JAVA_INT, NAME_BYTES);
      socket.ioctl("SIOCGIFMTU", SIOCGIFMTU, request);
      final int mtuBytes = request.get(ValueLayout.JAVA_INT, NAME_BYTES);
      socket.ioctl("SIOCGIFFLAGS", SIOCGIFFLAGS, request);
      final int flags = request.get(ValueLayout.JAVA_SHORT, NAME_BYTES);
      socket.ioctl("SIOCGIFHWADDR", SIOCGIFHWADDR, request);
      final int type = request.get(ValueLayout.JAVA_SHORT, NAME_BYTES) & 0xffff;
      final boolean rawIp = type == ARPHRD_NONE || type == ARPHRD_RAWIP || type == ARPHRD_PPP;
      long mac = 0;
      for (int i = 0; i < 6; i++) {
        mac = (mac << 8) | (request.get(ValueLayout.JAVA_BYTE, NAME_BYTES + 2 + i) & 0xff);
      }
      final boolean up = (flags & IFF_UP) != 0;
      final boolean running = (flags & IFF_UP_AND_RUNNING) == IFF_UP_AND_RUNNING;
      return new NetworkInterfaceFacts(
          interfaceName, index, mac, mtuBytes, type == ARPHRD_ETHER, rawIp, up, running);
    }
  }
}
