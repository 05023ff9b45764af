package org.braidwire.io.linux;

import java.nio.file.Path;

/**
 * A program in its place on an interface. The kernel takes it away when the last descriptor is closed, that of a dead
 * process too, unless the link is pinned. Any thread; for set-up.
 */
public final class BpfLink implements AutoCloseable {
  /** In which of its ways the kernel runs an XDP program. */
  public enum XdpMode {
    /** On a packet buffer, any interface. */
    GENERIC(2),
    /** In the driver, before there is a packet buffer. */
    NATIVE(4);

    private final int flags;

    XdpMode(final int flags) {
      this.flags = flags;
    }
  }

  private static final int ATTACH_XDP = 37;
  private static final int ATTACH_TCX_INGRESS = 46;

  // union bpf_attr
  private static final int PROG_FD = 0;
  private static final int TARGET_IFINDEX = 4;
  private static final int ATTACH_TYPE = 8;
  private static final int FLAGS = 12;
  private static final int LINK_FD = 0;
  private static final int NEW_PROG_FD = 4;

  private final Descriptor descriptor;

  private BpfLink(final Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Puts an XDP program in front of an interface; an interface holds one. */
  public static BpfLink xdp(final BpfProgram program, final NetworkInterfaceFacts facts, final XdpMode mode) {
    return attach("XDP", program, facts, ATTACH_XDP, mode.flags);
  }

  /** Puts a traffic-control program where an interface's packets come in, behind those that are there. */
  public static BpfLink tcxIngress(final BpfProgram program, final NetworkInterfaceFacts facts) {
    return attach("TCX ingress", program, facts, ATTACH_TCX_INGRESS, 0);
  }

  private static BpfLink attach(
      final String where,
      final BpfProgram program,
      final NetworkInterfaceFacts facts,
      final int type,
      final int flags) {
    try (BpfCall call = new BpfCall(BpfCall.LINK_CREATE)) {
      final int result = call.set(PROG_FD, program.descriptor())
          .set(TARGET_IFINDEX, facts.index())
          .set(ATTACH_TYPE, type)
          .set(FLAGS, flags)
          .tryRun();
      if (result == -Errno.EBUSY || result == -Errno.EEXIST) {
        throw new LinuxException(
            "bpf(LINK_CREATE " + where + ")",
            "interface " + facts.name(),
            -result,
            "another program has its place there or on an interface above it; `ip -d link show dev "
                + facts.name() + "` tells");
      }
      if (result < 0) {
        throw BpfCall.failure("LINK_CREATE " + where, "interface " + facts.name(), -result);
      }
      return new BpfLink(new Descriptor(result));
    }
  }

  /** Opens a link that was pinned. */
  public static BpfLink pinned(final Path path) {
    return new BpfLink(BpfCall.pinned(path));
  }

  /** Puts another program of the same type in this one's place; no packet meets none. */
  public void replace(final BpfProgram program) {
    try (BpfCall call = new BpfCall(BpfCall.LINK_UPDATE)) {
      call.set(LINK_FD, descriptor.number())
          .set(NEW_PROG_FD, program.descriptor())
          .run("LINK_UPDATE", "a link");
    }
  }

  /**
   * Lets the link outlive this process under a path of a BPF file system; removing the file ends it, though the kernel
   * takes a moment.
   */
  public void pin(final Path path) {
    BpfCall.pin(descriptor, path);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
