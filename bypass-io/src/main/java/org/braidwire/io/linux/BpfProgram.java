package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A program that the kernel's verifier has accepted. It stays as long as this descriptor, a {@link BpfLink} or a pin
 * holds it. Any thread; for set-up.
 */
public final class BpfProgram implements AutoCloseable {
  /** Where it runs. */
  public enum Type {
    /** In traffic control, on a packet buffer. */
    SCHED_CLS(3),
    /** In front of the network stack, on a received frame. */
    XDP(6);

    private final int number;

    Type(final int number) {
      this.number = number;
    }
  }

  /** An XDP program that also runs on frames in several buffers: it sees the first one. */
  public static final int XDP_HAS_FRAGS = 1 << 5;

  /** No helper that is used here asks for a GPL-compatible licence. */
  private static final String LICENCE = "Apache-2.0";

  /** What the verifier says of a small program, in full. */
  private static final int LOG_BYTES = 256 * 1024;

  /** Last characters of the log that an error shows: there it says what is wrong. */
  private static final int LOG_SHOWN = 2_000;

  // union bpf_attr
  private static final int PROG_TYPE = 0;
  private static final int INSN_CNT = 4;
  private static final int INSNS = 8;
  private static final int LICENSE = 16;
  private static final int LOG_LEVEL = 24;
  private static final int LOG_SIZE = 28;
  private static final int LOG_BUF = 32;
  private static final int PROG_FLAGS = 44;
  private static final int PROG_NAME = 48;
  private static final int TEST_PROG_FD = 0;
  private static final int RETVAL = 4;
  private static final int DATA_SIZE_IN = 8;
  private static final int DATA_IN = 16;

  private final Descriptor descriptor;

  private BpfProgram(final Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Gives a program to the verifier; what it refuses is a {@link LinuxException} that ends with its words.
   *
   * @param flags 0 or {@link #XDP_HAS_FRAGS}
   * @param instructions one a {@code long}, as {@code org.braidwire.io.bpf.Assembler} makes them
   * @param name at most 15 letters, digits and underscores, shown by {@code bpftool}
   */
  public static BpfProgram load(final Type type, final int flags, final long[] instructions, final String name) {
    try (BpfCall call = new BpfCall(BpfCall.PROG_LOAD);
        Arena arena = Arena.ofConfined()) {
      call.set(PROG_TYPE, type.number)
          .set(INSN_CNT, instructions.length)
          .set(INSNS, instructions)
          .set(LICENSE, LICENCE)
          .set(PROG_FLAGS, flags)
          .name(PROG_NAME, name);
      int result = call.tryRun();
      if (result == -Errno.EACCES || result == -Errno.EINVAL) {
        // Once more, to hear why: the verifier is silent unless asked, and a log costs it time.
        final MemorySegment log = arena.allocate(LOG_BYTES);
        result = call.set(LOG_LEVEL, 1)
            .set(LOG_SIZE, LOG_BYTES)
            .set(LOG_BUF, log.address())
            .tryRun();
        if (result < 0) {
          throw refused(name, -result, log.getString(0));
        }
      }
      if (result < 0) {
        throw BpfCall.failure("PROG_LOAD", "program " + name, -result);
      }
      return new BpfProgram(new Descriptor(result));
    }
  }

  private static LinuxException refused(final String name, final int errno, final String log) {
    final String said = log.strip();
    final String end = said.length() <= LOG_SHOWN ? said : "..." + said.substring(said.length() - LOG_SHOWN);
    return new LinuxException("bpf(PROG_LOAD)", "program " + name, errno, "the verifier says: " + end);
  }

  /** Opens a program that was pinned. */
  public static BpfProgram pinned(final Path path) {
    return new BpfProgram(BpfCall.pinned(path));
  }

  /** Lets the program outlive this process under a path of a BPF file system. */
  public void pin(final Path path) {
    BpfCall.pin(descriptor, path);
  }

  int descriptor() {
    return descriptor.number();
  }

  /** Runs the program once on a frame that comes from nowhere and goes nowhere, and gives its verdict. */
  public int trial(final byte[] frame) {
    try (BpfCall call = new BpfCall(BpfCall.PROG_TEST_RUN);
        Arena arena = Arena.ofConfined()) {
      call.set(TEST_PROG_FD, descriptor.number())
          .set(DATA_SIZE_IN, frame.length)
          .set(
              DATA_IN,
              arena.allocateFrom(ValueLayout.JAVA_BYTE, frame).address())
          .run("PROG_TEST_RUN", "a frame of " + frame.length + " octets");
      return call.get(RETVAL);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
