package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.braidwire.io.frame.Memory;

/**
 * A descriptor that any thread can make readable (eventfd(2)), for an owner that waits on descriptors. The owner
 * closes it, and only when nobody will signal any more: a number once closed may soon be another's.
 */
public final class EventFd implements AutoCloseable {
  /** EFD_CLOEXEC and EFD_NONBLOCK. */
  private static final int FLAGS = 0x80000 | 0x800;

  private static final MethodHandle EVENTFD =
      NativeCall.bind("eventfd", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_INT);
  private static final MethodHandle READ = NativeCall.bindWithoutErrno(
      "read", NativeCall.C_LONG, NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle WRITE = NativeCall.bindWithoutErrno(
      "write", NativeCall.C_LONG, NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle CLOSE = NativeCall.bindWithoutErrno("close", NativeCall.C_INT, NativeCall.C_INT);

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final long one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1).address();
  private final long count = arena.allocate(ValueLayout.JAVA_LONG).address();
  private boolean closed;

  private EventFd(final int fd) {
    this.fd = fd;
  }

  /** @throws LinuxException when the process has no descriptor left */
  public static EventFd open() {
    final int fd;
    try {
      fd = (int) EVENTFD.invokeExact(NativeCall.errnoState(), 0, FLAGS);
    } catch (final Throwable e) {
      throw NativeCall.broken("eventfd", e);
    }
    if (fd < 0) {
      throw LinuxSocket.failure("eventfd", "an engine's doorbell", NativeCall.errno());
    }
    return new EventFd(fd);
  }

  public int descriptor() {
    return fd;
  }

  /** Any thread: makes the descriptor readable. Neither blocks nor fails, short of 2^64 signals that nobody took. */
  public void signal() {
    try {
      final long written = (long) WRITE.invokeExact(fd, one, (long) Long.BYTES);
      assert written == Long.BYTES : "eventfd not written";
    } catch (final Throwable e) {
      throw NativeCall.broken("write", e);
    }
  }

  /** Owner: how many signals came since the last call. */
  public long take() {
    try {
      final long read = (long) READ.invokeExact(fd, count, (long) Long.BYTES);
      return read == Long.BYTES ? Memory.all().get(ValueLayout.JAVA_LONG, count) : 0;
    } catch (final Throwable e) {
      throw NativeCall.broken("read", e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        final int ignored = (int) CLOSE.invokeExact(fd);
        assert ignored == 0 : "close of an eventfd failed";
      } catch (final Throwable e) {
        throw NativeCall.broken("close", e);
      }
      arena.close();
    }
  }
}
