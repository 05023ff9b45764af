package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.braidwire.io.frame.Memory;

/**
 * Waits until one of a few descriptors can be read, or until a time has passed (ppoll(2)): how a thread without work
 * sleeps. One thread; allocates nothing.
 *
 * <p>An error that waits on a socket (its link went down) counts as readable. Who reads from a mapped ring never takes
 * it, and would be woken by it for ever; for those it is cleared here.
 */
public final class DescriptorWait implements AutoCloseable {
  /** No bound on the time. */
  public static final long FOR_EVER = Long.MAX_VALUE;

  // struct pollfd
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS = 4;
  private static final int RETURNED = 6;
  private static final short POLLIN = 1;
  private static final short POLLERR = 8;
  private static final short POLLHUP = 0x10;
  private static final short POLLNVAL = 0x20;

  private static final int TIMESPEC_BYTES = 16;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long NO_TIMEOUT = 0;
  private static final long NO_SIGNAL_MASK = 0;

  private static final int SO_ERROR = 4;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final MethodHandle PPOLL = NativeCall.bindWithoutErrno(
      "ppoll", NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle GETSOCKOPT = NativeCall.bindWithoutErrno(
      "getsockopt",
      NativeCall.C_INT,
      NativeCall.C_INT,
      NativeCall.C_INT,
      NativeCall.C_INT,
      NativeCall.C_LONG,
      NativeCall.C_LONG);

  private final Arena arena = Arena.ofShared();
  private final long descriptors;
  private final long timeout = arena.allocate(TIMESPEC_BYTES, Long.BYTES).address();
  private final long error = arena.allocate(2L * Integer.BYTES, Integer.BYTES).address();
  private final boolean[] rings;
  private int count;
  private boolean closed;

  /**
   * @param capacity most descriptors waited on
   */
  public DescriptorWait(final int capacity) {
    rings = new boolean[capacity];
    descriptors =
        arena.allocate((long) capacity * POLLFD_BYTES, Integer.BYTES).address();
  }

  /** Forgets all descriptors. */
  public void clear() {
    count = 0;
  }

  /** Waits on this one, too. An error that waits on it is its reader's to take. */
  public void add(final int descriptor) {
    add(descriptor, false);
  }

  /** The same for a socket whose owner only looks at a mapped ring: an error is cleared when it has woken once. */
  public void addRing(final int descriptor) {
    add(descriptor, true);
  }

  private void add(final int descriptor, final boolean ring) {
    if (count == rings.length) {
      throw new IllegalStateException("more than " + rings.length + " descriptors to wait on");
    }
    final long at = descriptors + (long) count * POLLFD_BYTES;
    Memory.all().set(INT, at, descriptor);
    Memory.all().set(SHORT, at + EVENTS, POLLIN);
    rings[count++] = ring;
  }

  /**
   * Waits.
   *
   * @param ns how long at most, 0 and more; {@link #FOR_EVER}
   * @return whether something can be read; false when the time passed or a signal came
   */
  public boolean await(final long ns) {
    if (ns != FOR_EVER) {
      Memory.all().set(LONG, timeout, ns / NS_PER_SECOND);
      Memory.all().set(LONG, timeout + Long.BYTES, ns % NS_PER_SECOND);
    }
    final int ready;
    try {
      ready = (int)
          PPOLL.invokeExact(descriptors, (long) count, ns == FOR_EVER ? NO_TIMEOUT : timeout, NO_SIGNAL_MASK);
    } catch (final Throwable e) {
      throw NativeCall.broken("ppoll", e);
    }
    if (ready > 0) {
      clearErrors();
    }
    return ready > 0;
  }

  private void clearErrors() {
    for (int i = 0; i < count; i++) {
      final long at = descriptors + (long) i * POLLFD_BYTES;
      final int returned = Memory.all().get(SHORT, at + RETURNED);
      assert (returned & POLLNVAL) == 0
          : "waiting on a closed descriptor " + Memory.all().get(INT, at);
      if (rings[i] && (returned & (POLLERR | POLLHUP)) != 0) {
        takeError(Memory.all().get(INT, at));
      }
    }
  }

  /** What is no socket keeps its error, as a TAP does whose interface is gone: its port offers it no more. */
  private void takeError(final int descriptor) {
    Memory.all().set(INT, error + Integer.BYTES, Integer.BYTES);
    try {
      final int ignored = (int)
          GETSOCKOPT.invokeExact(descriptor, LinuxSocket.SOL_SOCKET, SO_ERROR, error, error + Integer.BYTES);
    } catch (final Throwable e) {
      throw NativeCall.broken("getsockopt", e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      arena.close();
    }
  }
}
