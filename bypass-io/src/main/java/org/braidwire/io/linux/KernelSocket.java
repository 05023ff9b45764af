package org.braidwire.io.linux;

import static org.braidwire.io.linux.NativeCall.errno;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stream socket of the host's kernel, TCP or Multipath TCP: the other end of every test against Linux.
 *
 * <p>Java's own sockets cannot ask for {@code IPPROTO_MPTCP} and cannot read {@code MPTCP_INFO}. A socket stays in
 * the network namespace of the thread that opened it. One thread owns it; only {@link #info} may
 * be called by others.
 */
public final class KernelSocket implements AutoCloseable {
  /** Which protocol the kernel is asked for; it may still fall back from MPTCP to TCP. */
  public enum Protocol {
    TCP(6),
    MPTCP(262);

    private final int number;

    Protocol(final int number) {
      this.number = number;
    }

    /** As socket(2) takes it. */
    int number() {
      return number;
    }
  }

  /** {@link #read}: the peer has closed its direction. */
  public static final int END_OF_STREAM = -1;
  /** {@link #read} and {@link #write}: nothing could be done now (non-blocking, or the time-out passed). */
  public static final int WOULD_BLOCK = 0;

  /** {@link #poll}: bytes, an end, an error or a connection to accept may be taken. */
  public static final int READABLE = 1;
  /** {@link #poll}: bytes may be written, or the connection attempt has ended. */
  public static final int WRITABLE = 4;

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int POLLERR_OR_HUP = 0x8 | 0x10;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_CONGESTION = 13;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_KEEPALIVE = 9;
  private static final int SO_LINGER = 13;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int NAME_BYTES = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment pollSet = arena.allocate(8, Long.BYTES);
  private final MemorySegment pollTimeout = arena.allocate(16, Long.BYTES);
  private final boolean blocking;
  private String subject;
  private volatile int descriptor;

  private KernelSocket(final int descriptor, final boolean blocking, final String subject) {
    this.descriptor = descriptor;
    this.blocking = blocking;
    this.subject = subject;
  }

  /** Opens a socket in the calling thread's namespace; a blocking one waits at most the time-out that is set. */
  public static KernelSocket open(final Protocol protocol, final boolean blocking) {
    final int type = SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK);
    final int opened = KernelSocketCalls.socket(KernelSocketAddress.AF_INET, type, protocol.number);
    if (opened < 0) {
      throw new LinuxException(
          "socket",
          protocol + " socket",
          errno(),
          protocol == Protocol.MPTCP ? "see sysctl net.mptcp.enabled" : "");
    }
    return new KernelSocket(opened, blocking, protocol + " socket");
  }

  /** Binds to {@code local}; port 0 takes any. */
  public void bind(final InetSocketAddress local) {
    setInt(SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment name = KernelSocketAddress.write(local, memory);
      check(KernelSocketCalls.bind(fd(), name, KernelSocketAddress.bytes(local)), "bind", local + "");
    }
    subject = subject + " " + local;
  }

  public void listen(final int backlog) {
    check(KernelSocketCalls.listen(fd(), backlog), "listen", subject);
  }

  /** Takes a connection, or empty when there is none (yet); it blocks exactly as this socket does. */
  public Optional<KernelSocket> accept() {
    final int taken = KernelSocketCalls.accept(fd(), SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK));
    if (taken >= 0) {
      return Optional.of(new KernelSocket(taken, blocking, "accepted " + subject));
    }
    if (isTransient(errno())) {
      return Optional.empty();
    }
    throw new LinuxException("accept", subject, errno(), "");
  }

  /** Starts to connect; true when connected, false when under way: wait for {@link #WRITABLE}, then {@link #finishConnect}. */
  public boolean connect(final InetSocketAddress remote) {
    subject = subject + " to " + remote;
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment name = KernelSocketAddress.write(remote, memory);
      if (KernelSocketCalls.connect(fd(), name, KernelSocketAddress.bytes(remote)) == 0) {
        return true;
      }
    }
    if (errno() == Errno.EINPROGRESS && !blocking) {
      return false;
    }
    throw new LinuxException("connect", subject, errno(), "");
  }

  /** Ends a connection attempt that {@link #poll} reported; throws the reason when it failed. */
  public void finishConnect() {
    final int error = getInt(SOL_SOCKET, SO_ERROR, "SO_ERROR");
    if (error != 0) {
      throw new LinuxException("connect", subject, error, "");
    }
  }

  /** Reads into native memory: a count, {@link #WOULD_BLOCK} or {@link #END_OF_STREAM}. */
  public int read(final long address, final int bytes) {
    final long taken = KernelSocketCalls.recv(fd(), address, bytes, 0);
    if (taken > 0) {
      return (int) taken;
    }
    if (taken == 0) {
      return END_OF_STREAM;
    }
    if (isTransient(errno())) {
      return WOULD_BLOCK;
    }
    throw new LinuxException("recv", subject, errno(), "");
  }

  /** Writes from native memory: a count, possibly less than asked, or {@link #WOULD_BLOCK}. */
  public int write(final long address, final int bytes) {
    final long given = KernelSocketCalls.send(fd(), address, bytes, MSG_NOSIGNAL);
    if (given >= 0) {
      return (int) given;
    }
    if (isTransient(errno())) {
      return WOULD_BLOCK;
    }
    throw new LinuxException("send", subject, errno(), "");
  }

  /** Waits for {@code interest} at most {@code timeoutNs}; what is ready, errors counting as both, or 0. */
  public int poll(final int interest, final long timeoutNs) {
    pollSet.set(ValueLayout.JAVA_INT, 0, fd());
    pollSet.set(ValueLayout.JAVA_INT, 4, interest & 0xffff); // events, and revents cleared
    pollTimeout.set(ValueLayout.JAVA_LONG, 0, timeoutNs / TimeUnit.SECONDS.toNanos(1));
    pollTimeout.set(ValueLayout.JAVA_LONG, 8, timeoutNs % TimeUnit.SECONDS.toNanos(1));
    final int ready = KernelSocketCalls.ppoll(pollSet, 1, pollTimeout);
    if (ready < 0 && errno() != Errno.EINTR) {
      throw new LinuxException("ppoll", subject, errno(), "");
    }
    if (ready <= 0) {
      return 0;
    }
    final int events = pollSet.get(ValueLayout.JAVA_SHORT, 6);
    return (events & POLLERR_OR_HUP) != 0 ? interest : events & interest;
  }

  /** Ends our direction: FIN, and DATA_FIN with MPTCP. Reading goes on. */
  public void shutdownWrite() {
    if (KernelSocketCalls.shutdown(fd(), SHUT_WR) < 0 && errno() != Errno.ENOTCONN) {
      throw new LinuxException("shutdown", subject, errno(), "");
    }
  }

  /** Ends both directions at once: RST, and MP_FASTCLOSE with MPTCP. */
  public void abort() {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment linger = memory.allocate(8, Integer.BYTES);
      linger.set(ValueLayout.JAVA_INT, 0, 1);
      setOption(SOL_SOCKET, SO_LINGER, linger, 8, "SO_LINGER");
    }
    close();
  }

  @Override
  public synchronized void close() {
    final int closing = descriptor;
    if (closing >= 0) {
      descriptor = -1;
      final int ignored = KernelSocketCalls.close(closing);
      assert ignored == 0 || errno() != 9 : "descriptor closed behind our back";
      arena.close();
    }
  }

  public boolean isOpen() {
    return descriptor >= 0;
  }

  public InetSocketAddress localAddress() {
    return name(true);
  }

  public InetSocketAddress remoteAddress() {
    return name(false);
  }

  public void receiveTimeout(final long timeoutNs) {
    setTimeout(SO_RCVTIMEO, timeoutNs, "SO_RCVTIMEO");
  }

  public void sendTimeout(final long timeoutNs) {
    setTimeout(SO_SNDTIMEO, timeoutNs, "SO_SNDTIMEO");
  }

  /** The kernel doubles the figure and stops tuning the buffer by itself. */
  public void receiveBufferBytes(final int bytes) {
    setInt(SOL_SOCKET, SO_RCVBUF, bytes, "SO_RCVBUF");
  }

  /** The kernel doubles the figure and stops tuning the buffer by itself. */
  public void sendBufferBytes(final int bytes) {
    setInt(SOL_SOCKET, SO_SNDBUF, bytes, "SO_SNDBUF");
  }

  public void noDelay(final boolean noDelay) {
    setInt(IPPROTO_TCP, TCP_NODELAY, noDelay ? 1 : 0, "TCP_NODELAY");
  }

  /** Whether the kernel asks a peer that rests if it is still there, when and how often the namespace says. */
  public void keepAlive(final boolean keepAlive) {
    setInt(SOL_SOCKET, SO_KEEPALIVE, keepAlive ? 1 : 0, "SO_KEEPALIVE");
  }

  /** Congestion control by the kernel's name for it; a namespace may not choose it, a socket may. */
  public void congestionControl(final String name) {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment value = memory.allocateFrom(name, StandardCharsets.US_ASCII);
      setOption(IPPROTO_TCP, TCP_CONGESTION, value, name.length(), "TCP_CONGESTION " + name);
    }
  }

  public String congestionControl() {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment value = memory.allocate(NAME_BYTES);
      final MemorySegment length = memory.allocateFrom(ValueLayout.JAVA_INT, NAME_BYTES);
      final int result = KernelSocketCalls.getsockopt(fd(), IPPROTO_TCP, TCP_CONGESTION, value, length);
      check(result, "getsockopt TCP_CONGESTION", subject);
      return value.getString(0, StandardCharsets.US_ASCII);
    }
  }

  /** What the kernel knows of the connection and its subflows now. Any thread may ask while the socket is open. */
  public synchronized KernelSocketInfo info() {
    return KernelSocketInfo.read(fd(), subject);
  }

  private InetSocketAddress name(final boolean local) {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment name = memory.allocate(KernelSocketAddress.STORAGE_BYTES, Long.BYTES);
      final MemorySegment length = memory.allocateFrom(ValueLayout.JAVA_INT, KernelSocketAddress.STORAGE_BYTES);
      if (local) {
        check(KernelSocketCalls.getsockname(fd(), name, length), "getsockname", subject);
      } else {
        check(KernelSocketCalls.getpeername(fd(), name, length), "getpeername", subject);
      }
      return KernelSocketAddress.read(name, 0);
    }
  }

  private void setTimeout(final int option, final long timeoutNs, final String name) {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment value = memory.allocate(16, Long.BYTES); // struct timeval
      value.set(ValueLayout.JAVA_LONG, 0, timeoutNs / TimeUnit.SECONDS.toNanos(1));
      value.set(ValueLayout.JAVA_LONG, 8, TimeUnit.NANOSECONDS.toMicros(timeoutNs % TimeUnit.SECONDS.toNanos(1)));
      setOption(SOL_SOCKET, option, value, 16, name);
    }
  }

  private void setInt(final int level, final int option, final int value, final String name) {
    try (Arena memory = Arena.ofConfined()) {
      setOption(level, option, memory.allocateFrom(ValueLayout.JAVA_INT, value), Integer.BYTES, name);
    }
  }

  private int getInt(final int level, final int option, final String name) {
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment value = memory.allocate(Integer.BYTES, Integer.BYTES);
      final MemorySegment length = memory.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
      check(KernelSocketCalls.getsockopt(fd(), level, option, value, length), "getsockopt " + name, subject);
      return value.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private void setOption(
      final int level, final int option, final MemorySegment value, final int bytes, final String name) {
    check(KernelSocketCalls.setsockopt(fd(), level, option, value, bytes), "setsockopt " + name, subject);
  }

  private int fd() {
    final int open = descriptor;
    if (open < 0) {
      throw new IllegalStateException(subject + " is closed");
    }
    return open;
  }

  private static boolean isTransient(final int error) {
    return error == Errno.EAGAIN || error == Errno.EINTR || error == Errno.EINPROGRESS;
  }

  private static void check(final int result, final String call, final String subject) {
    if (result < 0) {
      throw new LinuxException(call, subject, errno(), "");
    }
  }
}
