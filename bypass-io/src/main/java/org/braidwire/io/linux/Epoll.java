package org.braidwire.io.linux;

import static org.braidwire.io.linux.NativeCall.C_INT;
import static org.braidwire.io.linux.NativeCall.C_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.braidwire.io.frame.Memory;

/**
 * Tells which of many descriptors have news (epoll(7)), each once for each news: who is told takes all there is. A
 * descriptor that is closed is forgotten by itself. One thread; allocates nothing once it is open.
 */
public final class Epoll implements AutoCloseable {
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;

  /** EPOLLIN and EPOLLET. */
  private static final int READABLE = 0x1 | 1 << 31;

  private static final int EPOLLOUT = 0x4;

  /** {@code struct epoll_event} is packed on x86-64 alone. */
  private static final boolean PACKED = System.getProperty("os.arch", "").matches("amd64|x86_64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int KEY = PACKED ? 4 : 8;

  private static final MethodHandle CREATE = NativeCall.bind("epoll_create1", C_INT, C_INT);
  private static final MethodHandle CONTROL = NativeCall.bind("epoll_ctl", C_INT, C_INT, C_INT, C_INT, C_LONG);
  private static final MethodHandle WAIT = NativeCall.bind("epoll_wait", C_INT, C_INT, C_LONG, C_INT, C_INT);

  private final Arena arena = Arena.ofShared();
  private final int mostNews;
  private final long news;
  private final long interest = arena.allocate(EVENT_BYTES, Long.BYTES).address();
  private final int fd;
  private boolean closed;

  private Epoll(final int fd, final int mostNews) {
    this.fd = fd;
    this.mostNews = mostNews;
    news = arena.allocate((long) mostNews * EVENT_BYTES, Long.BYTES).address();
  }

  /**
   * @param mostNews most descriptors that one call of {@link #await} tells of
   * @throws LinuxException when the process has no descriptor left
   */
  public static Epoll open(final int mostNews) {
    final int fd;
    try {
      fd = (int) CREATE.invokeExact(NativeCall.errnoState(), EPOLL_CLOEXEC);
    } catch (final Throwable impossible) {
      throw NativeCall.broken("epoll_create1", impossible);
    }
    check(fd, "epoll_create1");
    return new Epoll(fd, mostNews);
  }

  /**
   * Readable to poll(2) while any of those that are watched is, each time that it is asked; for who wants to wait on many
   * as on one. It is so as long as nobody calls {@link #await}, which takes the news.
   */
  public int descriptor() {
    return fd;
  }

  /**
   * From now on news of {@code descriptor} are told as {@code key}; those that it has already come first.
   *
   * @param writable whether it is news, too, that a connection is there or takes octets again
   */
  public void watch(final int descriptor, final int key, final boolean writable) {
    Memory.all().set(ValueLayout.JAVA_INT, interest, writable ? READABLE | EPOLLOUT : READABLE);
    Memory.all().set(ValueLayout.JAVA_LONG_UNALIGNED, interest + KEY, (long) key);
    final int result;
    try {
      result = (int) CONTROL.invokeExact(NativeCall.errnoState(), fd, EPOLL_CTL_ADD, descriptor, interest);
    } catch (final Throwable impossible) {
      throw NativeCall.broken("epoll_ctl", impossible);
    }
    check(result, "epoll_ctl");
  }

  /**
   * Waits for news.
   *
   * @param ms how long at most; 0 looks and does not wait
   * @return of how many descriptors there are news; 0 when the time passed or a signal came
   */
  public int await(final int ms) {
    final int count;
    try {
      count = (int) WAIT.invokeExact(NativeCall.errnoState(), fd, news, mostNews, ms);
    } catch (final Throwable impossible) {
      throw NativeCall.broken("epoll_wait", impossible);
    }
    if (count < 0 && NativeCall.errno() == Errno.EINTR) {
      return 0;
    }
    check(count, "epoll_wait");
    return count;
  }

  /** The key of the descriptor that news number {@code index} of the last {@link #await} is of. */
  public int key(final int index) {
    return (int) Memory.all().get(ValueLayout.JAVA_LONG_UNALIGNED, news + (long) index * EVENT_BYTES + KEY);
  }

  private static void check(final int result, final String call) {
    if (result < 0) {
      throw new LinuxException(call, "an epoll set", NativeCall.errno(), "");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      final int ignored = KernelSocketCalls.close(fd);
      assert ignored == 0 : "close of an epoll set failed";
      arena.close();
    }
  }
}
