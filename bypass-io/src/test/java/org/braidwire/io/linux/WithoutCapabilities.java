package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Takes privileges from the calling thread, for the rest of its life, or locked memory from the process: what a port
 * says where they lack is tried as root.
 */
public final class WithoutCapabilities {
  public static final int CAP_NET_ADMIN = 12;
  public static final int CAP_NET_RAW = 13;
  public static final int CAP_IPC_LOCK = 14;
  public static final int CAP_SYS_ADMIN = 21;
  public static final int CAP_BPF = 39;

  private static final int VERSION_3 = 0x2008_0522;
  private static final int SETS_BYTES = 24;
  private static final int RLIMIT_MEMLOCK = 8;
  private static final MethodHandle CAPGET =
      NativeCall.bind("capget", NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle CAPSET =
      NativeCall.bind("capset", NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle GETRLIMIT =
      NativeCall.bind("getrlimit", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_LONG);
  private static final MethodHandle SETRLIMIT =
      NativeCall.bind("setrlimit", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_LONG);

  private WithoutCapabilities() {}

  /** Drops them from what the calling thread may do. */
  public static void drop(final int... capabilities) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment header = arena.allocate(8, 4);
      header.set(NativeCall.C_INT, 0, VERSION_3);
      final MemorySegment sets = arena.allocate(SETS_BYTES, 4); // two of effective, permitted, inheritable
      check((int) CAPGET.invokeExact(NativeCall.errnoState(), header.address(), sets.address()));
      for (final int capability : capabilities) {
        final long at = capability / Integer.SIZE * 12L;
        sets.set(NativeCall.C_INT, at, sets.get(NativeCall.C_INT, at) & ~(1 << capability % Integer.SIZE));
      }
      check((int) CAPSET.invokeExact(NativeCall.errnoState(), header.address(), sets.address()));
    } catch (final Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Sets the soft limit of locked memory and gives what it was. */
  public static long limitLockedMemory(final long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment limit = arena.allocate(16, 8);
      check((int) GETRLIMIT.invokeExact(NativeCall.errnoState(), RLIMIT_MEMLOCK, limit.address()));
      final long before = limit.get(NativeCall.C_LONG, 0);
      limit.set(NativeCall.C_LONG, 0, bytes);
      check((int) SETRLIMIT.invokeExact(NativeCall.errnoState(), RLIMIT_MEMLOCK, limit.address()));
      return before;
    } catch (final Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void check(final int result) {
    if (result < 0) {
      throw new AssertionError(Errno.describe(NativeCall.errno()));
    }
  }
}
