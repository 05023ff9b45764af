package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * How this package calls the C library: one place that makes down-call handles and reads {@code errno}.
 *
 * <p>Every handle made by {@link #bind} takes a capture-state segment as its first argument; pass
 * {@link #errnoState()} (one per thread) and read {@link #errno()} after a call that returned -1. The JDK slices that
 * segment in each call: 40 octets of heap that escape analysis removes once C2 has compiled the caller, and does not
 * remove without it. A first try without errno and a second one with it would remove them from calls that succeed, but
 * calls that fail, too rare to be inlined, would then allocate for good.
 */
final class NativeCall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private NativeCall() {}

  /** A handle on the C library's {@code name}; {@code errno} is captured. */
  static MethodHandle bind(final String name, final MemoryLayout result, final MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
        FunctionDescriptor.of(result, arguments),
        CAPTURE_ERRNO);
  }

  /** The same for a function with variable arguments, the first {@code fixedArguments} of which are named. */
  static MethodHandle bindVariadic(
      final String name, final int fixedArguments, final MemoryLayout result, final MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
        FunctionDescriptor.of(result, arguments),
        CAPTURE_ERRNO,
        Linker.Option.firstVariadicArg(fixedArguments));
  }

  /** The same for a call whose failure nobody asks the reason of: no argument goes before the function's own. */
  static MethodHandle bindWithoutErrno(
      final String name, final MemoryLayout result, final MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name)),
        FunctionDescriptor.of(result, arguments));
  }

  /** The calling thread's capture state, the first argument of every handle. */
  static MemorySegment errnoState() {
    return STATE.get();
  }

  /** {@code errno} of the calling thread's last failed call through a handle of this class. */
  static int errno() {
    return (int) ERRNO.get(STATE.get(), 0L);
  }

  /** A capture state of an object's own, for a handle that is called once a frame. */
  static MemorySegment newErrnoState() {
    return Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  }

  /** {@code errno} of the last failed call that was given {@code state}. */
  static int errno(final MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** A call through a handle never throws; if it does, a signature is wrong. */
  static IllegalStateException broken(final String call, final Throwable cause) {
    return new IllegalStateException("calling " + call + " went wrong", cause);
  }

  /** Layouts by their C names, so that signatures read like the manual page. */
  static final ValueLayout.OfInt C_INT = ValueLayout.JAVA_INT;

  static final ValueLayout.OfLong C_LONG = ValueLayout.JAVA_LONG;
  static final java.lang.foreign.AddressLayout C_POINTER = ValueLayout.ADDRESS;
}
