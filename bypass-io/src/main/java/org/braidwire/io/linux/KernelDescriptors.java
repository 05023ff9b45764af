package org.braidwire.io.linux;

import static org.braidwire.io.linux.NativeCall.errno;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;

/**
 * Many short-lived stream sockets of the kernel by their bare descriptors, and one wait for all of them: what a
 * program does that opens and closes tens of thousands of connections a second. Nothing is allocated but in
 * {@link #listen} and {@link #address}. All sockets are non-blocking. One thread.
 */
public final class KernelDescriptors implements AutoCloseable {
  /** {@link #read}: the peer has closed its direction. */
  public static final int END_OF_STREAM = -1;

  /** {@link #read}: nothing has come. */
  public static final int WOULD_BLOCK = 0;

  /** {@link #accept}: nobody waits. */
  public static final int NONE = -1;

  private static final int SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
  private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int POLLIN = 1;
  private static final int POLL_ENTRY_BYTES = 8;
  private static final int POLL_REVENTS = 6;
  private static final int IGNORED = -1;

  private final Arena arena = Arena.ofShared();
  private final KernelSocket.Protocol protocol;
  private final MemorySegment polled;
  private final MemorySegment noTime = arena.allocate(16, Long.BYTES);
  private final MemorySegment octet = arena.allocate(8, Long.BYTES);
  private final int capacity;

  /** @param capacity places for sockets that are waited for */
  public KernelDescriptors(final KernelSocket.Protocol protocol, final int capacity) {
    this.protocol = protocol;
    this.capacity = capacity;
    polled = arena.allocate((long) capacity * POLL_ENTRY_BYTES, Long.BYTES);
    for (int place = 0; place < capacity; place++) {
      ignore(place);
    }
  }

  /** An address for {@link #connect}, valid until this is closed. */
  public MemorySegment address(final InetSocketAddress remote) {
    return KernelSocketAddress.write(remote, arena).asSlice(0, KernelSocketAddress.bytes(remote));
  }

  /** A socket that listens in the calling thread's namespace. */
  public int listen(final InetSocketAddress local, final int backlog) {
    final int opened = open(local);
    final MemorySegment name = address(local);
    check(KernelSocketCalls.bind(opened, name, (int) name.byteSize()), "bind", local);
    check(KernelSocketCalls.listen(opened, backlog), "listen", local);
    return opened;
  }

  /** A socket of the calling thread's namespace that begins to connect. */
  public int connect(final MemorySegment remote) {
    final int opened = open("a connection");
    if (KernelSocketCalls.connect(opened, remote, (int) remote.byteSize()) < 0 && errno() != Errno.EINPROGRESS) {
      final int error = errno();
      close(opened);
      throw new LinuxException("connect", protocol + " socket", error, "");
    }
    return opened;
  }

  private int open(final Object subject) {
    final int opened =
        KernelSocketCalls.socket(KernelSocketAddress.AF_INET, SOCK_STREAM_NONBLOCK_CLOEXEC, protocol.number());
    check(opened, "socket", subject);
    return opened;
  }

  /** A connection that waits at {@code listener}, or {@link #NONE}. */
  public int accept(final int listener) {
    final int accepted = KernelSocketCalls.accept(listener, SOCK_NONBLOCK_CLOEXEC);
    if (accepted < 0 && errno() != Errno.EAGAIN) {
      throw new LinuxException("accept", protocol + " socket", errno(), "");
    }
    return accepted < 0 ? NONE : accepted;
  }

  /** Reads one octet: 1, {@link #WOULD_BLOCK} or {@link #END_OF_STREAM}. */
  public int read(final int descriptor) {
    final long taken = KernelSocketCalls.recv(descriptor, octet.address(), 1, 0);
    if (taken < 0 && errno() != Errno.EAGAIN) {
      throw new LinuxException("recv", protocol + " socket", errno(), "");
    }
    return taken == 0 ? END_OF_STREAM : taken < 0 ? WOULD_BLOCK : 1;
  }

  /** Writes one octet, for which a fresh connection has room. */
  public void write(final int descriptor) {
    check((int) KernelSocketCalls.send(descriptor, octet.address(), 1, MSG_NOSIGNAL), "send", protocol + " socket");
  }

  /** Ends our direction. */
  public void shutdownWrite(final int descriptor) {
    check(KernelSocketCalls.shutdown(descriptor, SHUT_WR), "shutdown", protocol + " socket");
  }

  public void close(final int descriptor) {
    check(KernelSocketCalls.close(descriptor), "close", protocol + " socket");
  }

  /** From now on {@link #poll} looks at {@code descriptor} at {@code place}: octets, an end, or a connection. */
  public void watch(final int place, final int descriptor) {
    polled.set(ValueLayout.JAVA_INT, (long) place * POLL_ENTRY_BYTES, descriptor);
    polled.set(ValueLayout.JAVA_INT, (long) place * POLL_ENTRY_BYTES + 4, POLLIN); // events, and revents cleared
  }

  /** Nothing is looked at at {@code place}. */
  public void ignore(final int place) {
    watch(place, IGNORED);
  }

  /** Looks at all places at once, without waiting; how many have something. */
  public int poll() {
    final int ready = KernelSocketCalls.ppoll(polled, capacity, noTime);
    if (ready < 0 && errno() != Errno.EINTR) {
      throw new LinuxException("ppoll", protocol + " sockets", errno(), "");
    }
    return Math.max(0, ready);
  }

  /** Whether the last {@link #poll} found something at {@code place}. */
  public boolean isReady(final int place) {
    return polled.get(ValueLayout.JAVA_SHORT, (long) place * POLL_ENTRY_BYTES + POLL_REVENTS) != 0;
  }

  private void check(final int result, final String call, final Object subject) {
    if (result < 0) {
      throw new LinuxException(call, String.valueOf(subject), errno(), "");
    }
  }

  /** Gives the memory back; descriptors that are still open are the caller's to close first. */
  @Override
  public void close() {
    arena.close();
  }
}
