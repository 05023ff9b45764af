package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code bpf(2)}, which the C library does not wrap: a command and a {@code union bpf_attr}. One call, one object;
 * any thread, for set-up.
 */
final class BpfCall implements AutoCloseable {
  static final int MAP_CREATE = 0;
  static final int MAP_LOOKUP_ELEM = 1;
  static final int MAP_UPDATE_ELEM = 2;
  static final int MAP_DELETE_ELEM = 3;
  static final int PROG_LOAD = 5;
  static final int PROG_TEST_RUN = 10;
  static final int LINK_CREATE = 28;
  static final int LINK_UPDATE = 29;
  private static final int OBJ_PIN = 6;
  private static final int OBJ_GET = 7;

  /** Longest name of a map or a program, its closing zero not counted. */
  private static final int NAME_BYTES = 15;

  /** The part of {@code union bpf_attr} that is used here; the kernel takes what it lacks as zero. */
  private static final int ATTRIBUTE_BYTES = 128;

  private static final long NUMBER = numberOf(System.getProperty("os.arch"));
  private static final MethodHandle SYSCALL = NativeCall.bindVariadic(
      "syscall",
      1,
      NativeCall.C_LONG,
      NativeCall.C_LONG,
      NativeCall.C_LONG,
      NativeCall.C_LONG,
      NativeCall.C_LONG);

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
  private final int command;

  BpfCall(final int command) {
    this.command = command;
  }

  private static long numberOf(final String architecture) {
    return switch (architecture) {
      case "amd64" -> 321;
      case "aarch64" -> 280;
      default -> throw new UnsupportedOperationException("bpf(2) is not known on " + architecture);
    };
  }

  BpfCall set(final int offset, final int value) {
    attribute.set(ValueLayout.JAVA_INT, offset, value);
    return this;
  }

  BpfCall set(final int offset, final long value) {
    attribute.set(ValueLayout.JAVA_LONG, offset, value);
    return this;
  }

  /** What the kernel wrote back. */
  int get(final int offset) {
    return attribute.get(ValueLayout.JAVA_INT, offset);
  }

  /** The address of a copy of {@code words}. */
  BpfCall set(final int offset, final long[] words) {
    return set(offset, arena.allocateFrom(ValueLayout.JAVA_LONG, words).address());
  }

  /** The address of {@code text}. */
  BpfCall set(final int offset, final String text) {
    return set(offset, arena.allocateFrom(text).address());
  }

  /** The name of an object, in place; what is too long is cut. */
  BpfCall name(final int offset, final String name) {
    final byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(Arrays.copyOf(ascii, NAME_BYTES), 0, attribute, ValueLayout.JAVA_BYTE, offset, NAME_BYTES);
    return this;
  }

  /** What the kernel gives, or -errno. */
  int tryRun() {
    try {
      final long result = (long) SYSCALL.invokeExact(
          NativeCall.errnoState(), NUMBER, (long) command, attribute.address(), (long) ATTRIBUTE_BYTES);
      return result < 0 ? -NativeCall.errno() : (int) result;
    } catch (final Throwable e) {
      throw NativeCall.broken("bpf", e);
    }
  }

  /** As {@link #tryRun}, but a failure is an exception about {@code subject}. */
  int run(final String what, final String subject) {
    final int result = tryRun();
    if (result < 0) {
      throw failure(what, subject, -result);
    }
    return result;
  }

  static LinuxException failure(final String what, final String subject, final int errno) {
    return new LinuxException("bpf(" + what + ")", subject, errno, hint(errno));
  }

  private static String hint(final int errno) {
    return switch (errno) {
      case Errno.EPERM -> "needs root, or CAP_BPF and CAP_NET_ADMIN";
      case Errno.ENOMEM -> "the kernel has no memory for it; `ulimit -l` bounds it on kernels before 5.11";
      case Errno.ENOSYS -> "this kernel has no BPF";
      default -> "";
    };
  }

  /** Makes an object outlive this process under a path of a BPF file system. */
  static void pin(final Descriptor object, final Path path) {
    try (BpfCall call = new BpfCall(OBJ_PIN)) {
      call.set(0, path.toString()).set(8, object.number()).run("OBJ_PIN", path + "");
    }
  }

  /** Opens an object that was pinned. */
  static Descriptor pinned(final Path path) {
    try (BpfCall call = new BpfCall(OBJ_GET)) {
      return new Descriptor(call.set(0, path.toString()).run("OBJ_GET", path + ""));
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
