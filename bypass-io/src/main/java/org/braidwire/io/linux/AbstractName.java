package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A name in the abstract namespace of Unix sockets (unix(7)), which one process at a time can hold: one namespace for
 * all users of a network namespace, without a file that stays, and free again when the process ends. Any thread; the
 * network namespace is the calling thread's.
 */
public final class AbstractName implements AutoCloseable {
  /** Longest name: what {@code sun_path} takes behind the zero octet that makes it abstract. */
  public static final int MAX_BYTES = 107;

  /** No such process, or one of another PID namespace. */
  public static final int NO_PROCESS = 0;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;

  /** {@code struct ucred}: pid, uid, gid. */
  private static final int UCRED_BYTES = 12;

  /** Who asks for the holder is never accepted: so many may ask. */
  private static final int BACKLOG = 4096;

  private final int descriptor;
  private boolean closed;

  private AbstractName(final int descriptor) {
    this.descriptor = descriptor;
  }

  /** Takes {@code name} for this process; null when somebody holds it. */
  public static AbstractName take(final String name) {
    final int descriptor = open(name);
    final int errno = bind(descriptor, name);
    if (errno == 0) {
      return new AbstractName(descriptor);
    }
    KernelSocketCalls.close(descriptor);
    if (errno == Errno.EADDRINUSE) {
      return null;
    }
    throw LinuxSocket.failure("bind", subject(name), errno);
  }

  private static int bind(final int descriptor, final String name) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment address = address(name, arena);
      if (KernelSocketCalls.bind(descriptor, address, (int) address.byteSize()) < 0) {
        return NativeCall.errno();
      }
      // Only of a socket that listens does the kernel tell others whose it is.
      return KernelSocketCalls.listen(descriptor, BACKLOG) < 0 ? NativeCall.errno() : 0;
    }
  }

  /** The process that holds {@code name}, or {@link #NO_PROCESS} where that cannot be told. */
  public static int holder(final String name) {
    final int descriptor = open(name);
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment address = address(name, arena);
      if (KernelSocketCalls.connect(descriptor, address, (int) address.byteSize()) < 0) {
        return NO_PROCESS;
      }
      final MemorySegment credentials = arena.allocate(UCRED_BYTES, Integer.BYTES);
      final MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, UCRED_BYTES);
      final int result = KernelSocketCalls.getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, credentials, bytes);
      return result < 0 ? NO_PROCESS : credentials.get(ValueLayout.JAVA_INT, 0);
    } finally {
      KernelSocketCalls.close(descriptor);
    }
  }

  private static int open(final String name) {
    final int type = SOCK_STREAM | LinuxSocket.SOCK_CLOEXEC | LinuxSocket.SOCK_NONBLOCK;
    final int descriptor = KernelSocketCalls.socket(AF_UNIX, type, 0);
    if (descriptor < 0) {
      throw LinuxSocket.failure("socket", subject(name), NativeCall.errno());
    }
    return descriptor;
  }

  /** {@code struct sockaddr_un}: the address ends with the name, whose length counts. */
  private static MemorySegment address(final String name, final Arena arena) {
    final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    if (octets.length > MAX_BYTES) {
      throw new IllegalArgumentException("a name of more than " + MAX_BYTES + " octets: " + name);
    }
    final MemorySegment address = arena.allocate(Short.BYTES + 1 + octets.length, Short.BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(octets, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES + 1L, octets.length);
    return address;
  }

  private static String subject(final String name) {
    return "the name " + name;
  }

  /** Gives the name back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      KernelSocketCalls.close(descriptor);
    }
  }
}
