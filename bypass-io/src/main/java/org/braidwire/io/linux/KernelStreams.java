package org.braidwire.io.linux;

import static org.braidwire.io.linux.NativeCall.errno;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Very many short connections of the host's kernel, by their descriptors: what {@link KernelSocket} is for one, without
 * an object and without memory a connection. Nothing here blocks. Sockets lie in the namespace that the calling thread
 * is in when it opens them. One thread; who opened a descriptor closes it.
 */
public final class KernelStreams implements AutoCloseable {
  /** {@link #accept}: nobody waits. */
  public static final int NONE = -1;

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;

  private final Arena arena = Arena.ofShared();
  private final KernelSocket.Protocol protocol;
  private final List<InetSocketAddress> targets;
  private final MemorySegment[] names;

  /** @param targets whom {@link #connect} connects to, by index */
  public KernelStreams(final KernelSocket.Protocol protocol, final List<InetSocketAddress> targets) {
    this.protocol = protocol;
    this.targets = List.copyOf(targets);
    names = targets.stream()
        .map(target -> KernelSocketAddress.write(target, arena))
        .toArray(MemorySegment[]::new);
  }

  /** Listens at {@code local}; the listener's descriptor. */
  public int listen(final InetSocketAddress local, final int backlog) {
    final int listener = socket();
    try (Arena memory = Arena.ofConfined()) {
      final MemorySegment one = memory.allocateFrom(ValueLayout.JAVA_INT, 1);
      final MemorySegment name = KernelSocketAddress.write(local, memory);
      final int bytes = KernelSocketAddress.bytes(local);
      check(
          KernelSocketCalls.setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, one, Integer.BYTES),
          "setsockopt SO_REUSEADDR");
      check(KernelSocketCalls.bind(listener, name, bytes), "bind to " + local);
      check(KernelSocketCalls.listen(listener, backlog), "listen");
      return listener;
    } catch (final LinuxException failure) {
      close(listener);
      throw failure;
    }
  }

  /** Takes a connection; its descriptor, or {@link #NONE}. */
  public int accept(final int listener) {
    final int taken = KernelSocketCalls.accept(listener, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return taken >= 0 || noneYet("accept") ? taken : NONE;
  }

  /** Begins to connect to target number {@code target}; until it has, writing takes nothing. */
  public int connect(final int target) {
    final int descriptor = socket();
    final int bytes = KernelSocketAddress.bytes(targets.get(target));
    if (KernelSocketCalls.connect(descriptor, names[target], bytes) < 0 && errno() != Errno.EINPROGRESS) {
      final int error = errno();
      close(descriptor);
      throw new LinuxException("connect", targets.get(target) + "", error, "");
    }
    return descriptor;
  }

  private int socket() {
    final int type = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
    final int opened = KernelSocketCalls.socket(KernelSocketAddress.AF_INET, type, protocol.number());
    check(opened, "socket");
    return opened;
  }

  /** As {@link KernelSocket#read}. */
  public int read(final int descriptor, final long address, final int bytes) {
    final long taken = KernelSocketCalls.recv(descriptor, address, bytes, 0);
    if (taken == 0) {
      return KernelSocket.END_OF_STREAM;
    }
    return taken > 0 || noneYet("recv") ? (int) taken : KernelSocket.WOULD_BLOCK;
  }

  /** As {@link KernelSocket#write}. */
  public int write(final int descriptor, final long address, final int bytes) {
    final long given = KernelSocketCalls.send(descriptor, address, bytes, MSG_NOSIGNAL);
    return given >= 0 || noneYet("send") ? (int) given : KernelSocket.WOULD_BLOCK;
  }

  /** Ends our direction: FIN, and DATA_FIN with MPTCP. Reading goes on. */
  public void shutdownWrite(final int descriptor) {
    check(KernelSocketCalls.shutdown(descriptor, SHUT_WR), "shutdown");
  }

  /** Gives the descriptor back; the kernel ends what is still open in order. */
  public void close(final int descriptor) {
    final int ignored = KernelSocketCalls.close(descriptor);
    assert ignored == 0 : "closed twice: " + descriptor;
  }

  /** What the kernel knows of a connection now. */
  public KernelSocketInfo info(final int descriptor) {
    return KernelSocketInfo.read(descriptor, protocol + " socket");
  }

  /** False when the last call only found nothing to do yet; throws when it failed. */
  private boolean noneYet(final String call) {
    final int error = errno();
    if (error == Errno.EAGAIN || error == Errno.EINTR || error == Errno.EINPROGRESS) {
      return false;
    }
    throw new LinuxException(call, protocol + " socket", error, "");
  }

  private void check(final int result, final String call) {
    if (result < 0) {
      throw new LinuxException(call, protocol + " socket", errno(), "");
    }
  }

  /** Gives the names back; descriptors are closed one by one before. */
  @Override
  public void close() {
    arena.close();
  }
}
