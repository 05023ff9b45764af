package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A file descriptor of a socket and the calls on it. Owned by one thread at a time; stays in the network namespace
 * of the thread that opened it.
 *
 * <p>Set-up calls throw {@link LinuxException} with a hint. Calls made once a frame never throw and allocate
 * nothing: they return -errno.
 */
final class LinuxSocket implements AutoCloseable {
  static final int AF_PACKET = 17;
  static final int AF_XDP = 44;
  static final int AF_NETLINK = 16;
  static final int AF_INET = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_TRUNC = 0x20;
  static final int POLLIN = 1;

  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final long MAP_FAILED = -1;

  // Pointers are passed as longs: the calling convention is the same and nothing is allocated.
  private static final ValueLayout.OfInt INT = NativeCall.C_INT;
  private static final ValueLayout.OfLong LONG = NativeCall.C_LONG;
  private static final MethodHandle SOCKET = NativeCall.bind("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = NativeCall.bind("bind", INT, INT, LONG, INT);
  private static final MethodHandle SETSOCKOPT = NativeCall.bind("setsockopt", INT, INT, INT, INT, LONG, INT);
  private static final MethodHandle GETSOCKOPT = NativeCall.bind("getsockopt", INT, INT, INT, INT, LONG, LONG);
  private static final MethodHandle GETSOCKOPT_WITHOUT_ERRNO =
      NativeCall.bindWithoutErrno("getsockopt", INT, INT, INT, INT, LONG, LONG);
  private static final MethodHandle IOCTL = NativeCall.bindVariadic("ioctl", 2, INT, INT, LONG, LONG);
  private static final MethodHandle MMAP = NativeCall.bind("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
  private static final MethodHandle MUNMAP = NativeCall.bind("munmap", INT, LONG, LONG);
  private static final MethodHandle POLL = NativeCall.bind("poll", INT, LONG, LONG, INT);
  private static final MethodHandle SEND = NativeCall.bind("send", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle SENDMSG = NativeCall.bind("sendmsg", LONG, INT, LONG, INT);
  private static final MethodHandle RECVMSG = NativeCall.bind("recvmsg", LONG, INT, LONG, INT);
  private static final MethodHandle RECV = NativeCall.bind("recv", LONG, INT, LONG, LONG, INT);
  private static final MethodHandle CLOSE = NativeCall.bind("close", INT, INT);

  private final int fd;
  private final String subject;
  private final MemorySegment errnoState = NativeCall.newErrnoState();
  private boolean closed;

  private LinuxSocket(final int fd, final String subject) {
    this.fd = fd;
    this.subject = subject;
  }

  /** @param subject what errors are said to be about, for example {@code interface eth1} */
  static LinuxSocket open(final int domain, final int type, final int protocol, final String subject) {
    final int fd;
    try {
      fd = (int) SOCKET.invokeExact(NativeCall.errnoState(), domain, type | SOCK_CLOEXEC, protocol);
    } catch (final Throwable e) {
      throw NativeCall.broken("socket", e);
    }
    if (fd < 0) {
      throw failure("socket", subject, NativeCall.errno());
    }
    return new LinuxSocket(fd, subject);
  }

  int descriptor() {
    return fd;
  }

  static LinuxException failure(final String call, final String subject, final int errno) {
    return new LinuxException(call, subject, errno, hint(errno));
  }

  private static String hint(final int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES -> "needs root or CAP_NET_RAW";
      case Errno.ENODEV, Errno.ENXIO -> "no such interface in this network namespace; `ip link` lists them";
      case Errno.ENETDOWN -> "the interface is down; `ip link set dev NAME up`";
      case Errno.EAFNOSUPPORT -> "this kernel has no such sockets";
      case Errno.EMFILE -> "the limit of open files is reached; `ulimit -n` raises it";
      case Errno.ENOMEM -> "the kernel has no memory for it; ask for a smaller ring";
      default -> "";
    };
  }

  private int checked(final String call, final int result) {
    if (result < 0) {
      throw failure(call, subject, NativeCall.errno(errnoState));
    }
    return result;
  }

  void bind(final MemorySegment address) {
    final int result = tryBind(address);
    if (result < 0) {
      throw failure("bind", subject, -result);
    }
  }

  /** 0 or -errno. */
  int tryBind(final MemorySegment address) {
    try {
      final int result = (int) BIND.invokeExact(errnoState, fd, address.address(), (int) address.byteSize());
      return result < 0 ? -NativeCall.errno(errnoState) : result;
    } catch (final Throwable e) {
      throw NativeCall.broken("bind", e);
    }
  }

  /** As {@link #trySetOption}, but a failure is an exception that names {@code what}. */
  void setOption(final String what, final int level, final int option, final MemorySegment value) {
    final int result = trySetOption(level, option, value);
    if (result < 0) {
      throw failure("setsockopt(" + what + ")", subject, -result);
    }
  }

  void setOption(final String what, final int level, final int option, final int value) {
    try (Arena arena = Arena.ofConfined()) {
      setOption(what, level, option, arena.allocateFrom(INT, value));
    }
  }

  /** 0 or -errno. */
  int trySetOption(final int level, final int option, final MemorySegment value) {
    try {
      final int result = (int)
          SETSOCKOPT.invokeExact(errnoState, fd, level, option, value.address(), (int) value.byteSize());
      return result < 0 ? -NativeCall.errno(errnoState) : result;
    } catch (final Throwable e) {
      throw NativeCall.broken("setsockopt", e);
    }
  }

  /** Asks for a buffer beyond the administrator's maximum, and for what is allowed without that privilege. */
  void setBufferBytes(final boolean sending, final int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment value = arena.allocateFrom(INT, bytes);
      if (trySetOption(SOL_SOCKET, sending ? SO_SNDBUFFORCE : SO_RCVBUFFORCE, value) < 0) {
        setOption("SO_SNDBUF/SO_RCVBUF", SOL_SOCKET, sending ? SO_SNDBUF : SO_RCVBUF, value);
      }
    }
  }

  /**
   * Whether the option could be read, for what is read again and again but too seldom to be compiled: allocates nothing
   * even so (see {@link NativeCall}). {@code lengthAddress} holds the size of the value, in and out.
   */
  boolean readOption(final int level, final int option, final long valueAddress, final long lengthAddress) {
    try {
      return (int) GETSOCKOPT_WITHOUT_ERRNO.invokeExact(fd, level, option, valueAddress, lengthAddress) == 0;
    } catch (final Throwable e) {
      throw NativeCall.broken("getsockopt", e);
    }
  }

  /** 0 or -errno. {@code lengthAddress} holds the size of the value, in and out. */
  int getOption(final int level, final int option, final long valueAddress, final long lengthAddress) {
    try {
      final int result = (int) GETSOCKOPT.invokeExact(errnoState, fd, level, option, valueAddress, lengthAddress);
      return result < 0 ? -NativeCall.errno(errnoState) : result;
    } catch (final Throwable e) {
      throw NativeCall.broken("getsockopt", e);
    }
  }

  void ioctl(final String what, final long request, final MemorySegment argument) {
    final int result = tryIoctl(request, argument);
    if (result < 0) {
      throw failure("ioctl(" + what + ")", subject, -result);
    }
  }

  /** 0 or -errno. */
  int tryIoctl(final long request, final MemorySegment argument) {
    try {
      final int result = (int) IOCTL.invokeExact(errnoState, fd, request, argument.address());
      return result < 0 ? -NativeCall.errno(errnoState) : result;
    } catch (final Throwable e) {
      throw NativeCall.broken("ioctl", e);
    }
  }

  /** Maps the socket's ring; {@link #unmap} takes the same segment. */
  MemorySegment map(final long bytes) {
    return map(bytes, 0);
  }

  /** The same for one of several rings, which {@code offset} names. */
  MemorySegment map(final long bytes, final long offset) {
    final long address;
    try {
      address = (long) MMAP.invokeExact(errnoState, 0L, bytes, PROT_READ_WRITE, MAP_SHARED, fd, offset);
    } catch (final Throwable e) {
      throw NativeCall.broken("mmap", e);
    }
    if (address == MAP_FAILED) {
      throw failure("mmap", subject, NativeCall.errno(errnoState));
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  void unmap(final MemorySegment mapped) {
    final int result;
    try {
      result = (int) MUNMAP.invokeExact(errnoState, mapped.address(), mapped.byteSize());
    } catch (final Throwable e) {
      throw NativeCall.broken("munmap", e);
    }
    checked("munmap", result);
  }

  /** Waits until something can be read; false after {@code timeoutMs}. For set-up, never in a duty cycle. */
  boolean awaitReadable(final int timeoutMs) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment pollfd = arena.allocate(8, 4);
      pollfd.set(INT, 0, fd);
      pollfd.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
      final int ready = (int) POLL.invokeExact(errnoState, pollfd.address(), 1L, timeoutMs);
      return ready > 0;
    } catch (final Throwable e) {
      throw NativeCall.broken("poll", e);
    }
  }

  /** Sends one contiguous message without blocking: octets or -errno. */
  long send(final long address, final long bytes) {
    try {
      final long sent = (long) SEND.invokeExact(errnoState, fd, address, bytes, MSG_DONTWAIT);
      return sent < 0 ? -NativeCall.errno(errnoState) : sent;
    } catch (final Throwable e) {
      throw NativeCall.broken("send", e);
    }
  }

  /** Sends what the {@code msghdr} at this address describes without blocking: octets or -errno. */
  long sendMessage(final long messageAddress) {
    try {
      final long sent = (long) SENDMSG.invokeExact(errnoState, fd, messageAddress, MSG_DONTWAIT);
      return sent < 0 ? -NativeCall.errno(errnoState) : sent;
    } catch (final Throwable e) {
      throw NativeCall.broken("sendmsg", e);
    }
  }

  /** Receives one message without blocking: octets or -errno. */
  long receive(final long address, final long bytes) {
    try {
      final long received = (long) RECV.invokeExact(errnoState, fd, address, bytes, MSG_DONTWAIT);
      return received < 0 ? -NativeCall.errno(errnoState) : received;
    } catch (final Throwable e) {
      throw NativeCall.broken("recv", e);
    }
  }

  /** Receives one message into what the {@code msghdr} describes without blocking: the octets it had, or -errno. */
  long receiveMessage(final long messageAddress) {
    try {
      final long received = (long) RECVMSG.invokeExact(errnoState, fd, messageAddress, MSG_DONTWAIT | MSG_TRUNC);
      return received < 0 ? -NativeCall.errno(errnoState) : received;
    } catch (final Throwable e) {
      throw NativeCall.broken("recvmsg", e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      final int ignored = (int) CLOSE.invokeExact(errnoState, fd);
      assert ignored == 0 : "close failed: " + Errno.describe(NativeCall.errno(errnoState));
    } catch (final Throwable e) {
      throw NativeCall.broken("close", e);
    }
  }
}
