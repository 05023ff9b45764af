package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.braidwire.io.frame.Region;

/**
 * The far side of a TAP or TUN interface ({@code /dev/net/tun}, tuntap.rst): what the host's kernel sends out of the
 * interface is received here, what is sent here arrives at the interface. Every frame has a virtio-net header, which
 * speaks of checksums and super-segments both ways.
 *
 * <p>One thread. Set-up throws; calls made once a frame return -errno, never block and allocate nothing.
 */
public final class TunDevice implements AutoCloseable {
  /** What the interface carries. */
  public enum Kind {
    /** Ethernet frames. */
    TAP(0x0002),
    /** IP packets without a link layer. */
    TUN(0x0001);

    private final int flag;

    Kind(final int flag) {
      this.flag = flag;
    }
  }

  private static final String CLONE_DEVICE = "/dev/net/tun";
  private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x2 | 0x800 | 0x80000;
  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;

  /** TUN_F_CSUM, TUN_F_TSO4: partial checksums and super-segments reach us as they are. */
  private static final long RECEIVE_OFFLOADS = 0x1 | 0x2;

  private static final int IFREQ_BYTES = 40;
  private static final int NAME_BYTES = 16;
  private static final int OFFLOAD_HEADER_BYTES = 10;

  private static final ValueLayout.OfInt INT = NativeCall.C_INT;
  private static final ValueLayout.OfLong LONG = NativeCall.C_LONG;
  private static final MethodHandle OPEN = NativeCall.bindVariadic("open", 2, INT, NativeCall.C_POINTER, INT, INT);
  private static final MethodHandle IOCTL = NativeCall.bindVariadic("ioctl", 2, INT, INT, LONG, LONG);
  private static final MethodHandle READV = NativeCall.bind("readv", LONG, INT, LONG, INT);
  private static final MethodHandle WRITEV = NativeCall.bind("writev", LONG, INT, LONG, INT);
  private static final MethodHandle CLOSE = NativeCall.bind("close", INT, INT);

  private final int fd;
  private final MemorySegment errnoState = NativeCall.newErrnoState();
  private final Region headers = Region.allocate(2 * NAME_BYTES, Long.BYTES);
  private final ScatterMessage received = new ScatterMessage(3);
  private final ScatterMessage sent = new ScatterMessage(3);
  private boolean closed;

  private TunDevice(final int fd) {
    this.fd = fd;
    received.part(0, receivedHeaderAddress(), OFFLOAD_HEADER_BYTES);
    sent.part(0, sentHeaderAddress(), OFFLOAD_HEADER_BYTES);
  }

  /**
   * Attaches to the interface in the calling thread's namespace, or makes it where there is none; one that was made
   * here goes with the device.
   */
  public static TunDevice open(final String interfaceName, final Kind kind) {
    final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
    final String subject = "interface " + interfaceName;
    if (name.length == 0 || name.length >= NAME_BYTES) {
      throw new LinuxException("ioctl(TUNSETIFF)", subject, Errno.EINVAL, "a name has 1 to 15 octets");
    }
    final TunDevice device = new TunDevice(openClone(subject));
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
      MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) (kind.flag | IFF_NO_PI | IFF_VNET_HDR));
      device.ioctl("TUNSETIFF", TUNSETIFF, request.address(), subject);
      device.ioctl("TUNSETOFFLOAD", TUNSETOFFLOAD, RECEIVE_OFFLOADS, subject);
      return device;
    } catch (final RuntimeException failure) {
      device.close();
      throw failure;
    }
  }

  private static int openClone(final String subject) {
    try (Arena arena = Arena.ofConfined()) {
      final int fd = (int) OPEN.invokeExact(
          NativeCall.errnoState(), arena.allocateFrom(CLONE_DEVICE), O_RDWR_NONBLOCK_CLOEXEC, 0);
      if (fd < 0) {
        throw failure("open(" + CLONE_DEVICE + ")", subject, NativeCall.errno());
      }
      return fd;
    } catch (final LinuxException clear) {
      throw clear;
    } catch (final Throwable wrong) {
      throw NativeCall.broken("open", wrong);
    }
  }

  private void ioctl(final String what, final long request, final long argument, final String subject) {
    final int result;
    try {
      result = (int) IOCTL.invokeExact(errnoState, fd, request, argument);
    } catch (final Throwable wrong) {
      throw NativeCall.broken("ioctl", wrong);
    }
    if (result < 0) {
      throw failure("ioctl(" + what + ")", subject, NativeCall.errno(errnoState));
    }
  }

  private static LinuxException failure(final String call, final String subject, final int errno) {
    return new LinuxException(
        call,
        subject,
        errno,
        switch (errno) {
          case Errno.EPERM, Errno.EACCES -> "needs root or CAP_NET_ADMIN";
          case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
            "this kernel has no TUN driver; `modprobe tun` loads it";
          case Errno.EBUSY -> "another process has attached to it";
          case Errno.EINVAL -> "there is an interface of that name of another kind";
          default -> "";
        });
  }

  /** Readable, to poll(2), while there are frames. */
  public int descriptor() {
    return fd;
  }

  /** Where the virtio-net header of the frame received last lies. */
  public long receivedHeaderAddress() {
    return headers.address();
  }

  /** Where the virtio-net header of the next frame to be sent is to be written. */
  public long sentHeaderAddress() {
    return headers.address() + NAME_BYTES;
  }

  /**
   * Takes one frame into two places, the second after the first is full.
   *
   * @return octets of the frame, or -errno; what fits neither place is lost and not counted here
   */
  public long receive(final long first, final int firstBytes, final long second, final int secondBytes) {
    received.part(1, first, firstBytes);
    received.part(2, second, secondBytes);
    try {
      final long bytes = (long) READV.invokeExact(errnoState, fd, received.partsAddress(), 3);
      return bytes < 0 ? -NativeCall.errno(errnoState) : bytes - OFFLOAD_HEADER_BYTES;
    } catch (final Throwable wrong) {
      throw NativeCall.broken("readv", wrong);
    }
  }

  /** Sends one frame that lies in two places, the second of which may be empty: octets with the header, or -errno. */
  public long send(final long first, final int firstBytes, final long second, final int secondBytes) {
    sent.part(1, first, firstBytes);
    sent.part(2, second, secondBytes);
    try {
      final long bytes = (long) WRITEV.invokeExact(errnoState, fd, sent.partsAddress(), secondBytes == 0 ? 2 : 3);
      return bytes < 0 ? -NativeCall.errno(errnoState) : bytes;
    } catch (final Throwable wrong) {
      throw NativeCall.broken("writev", wrong);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    headers.close();
    try {
      final int ignored = (int) CLOSE.invokeExact(errnoState, fd);
      assert ignored == 0 : "close failed: " + Errno.describe(NativeCall.errno(errnoState));
    } catch (final Throwable wrong) {
      throw NativeCall.broken("close", wrong);
    }
  }
}
