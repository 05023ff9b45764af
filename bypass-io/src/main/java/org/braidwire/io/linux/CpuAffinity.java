package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/** On which cores the calling platform thread may run. */
public final class CpuAffinity {
  /** Room for 1,024 cores, as in glibc's {@code cpu_set_t}. */
  private static final int MASK_BYTES = 128;

  private static final int CALLING_THREAD = 0;
  private static final MethodHandle SET = NativeCall.bind(
      "sched_setaffinity", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);
  private static final MethodHandle GET = NativeCall.bind(
      "sched_getaffinity", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_LONG, NativeCall.C_LONG);

  private CpuAffinity() {}

  /** Pins the calling thread to one core. */
  public static void pin(final int core) {
    final BitSet one = new BitSet();
    one.set(core);
    set(one);
  }

  /** Lets the calling thread run on these cores only. */
  public static void set(final BitSet cores) {
    apply(SET, "sched_setaffinity", cores, true);
  }

  /** Where the calling thread may run. */
  public static BitSet get() {
    return apply(GET, "sched_getaffinity", new BitSet(), false);
  }

  private static BitSet apply(final MethodHandle call, final String name, final BitSet cores, final boolean setting) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no affinity");
    }
    if (cores.length() > MASK_BYTES * Byte.SIZE) {
      throw new IllegalArgumentException("no such core: " + (cores.length() - 1));
    }
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
      final byte[] bits = cores.toByteArray();
      MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
      final int result =
          (int) call.invokeExact(NativeCall.errnoState(), CALLING_THREAD, (long) MASK_BYTES, mask.address());
      if (result < 0) {
        throw new LinuxException(
            name,
            "cores " + cores,
            NativeCall.errno(),
            setting ? "is there such a core? `nproc` counts them" : "");
      }
      return BitSet.valueOf(mask.asByteBuffer());
    } catch (final LinuxException e) {
      throw e;
    } catch (final Throwable e) {
      throw NativeCall.broken(name, e);
    }
  }
}
