package org.braidwire.io.xdp;

import java.util.List;
import org.braidwire.io.linux.BpfLink;
import org.braidwire.io.linux.BpfLink.XdpMode;
import org.braidwire.io.linux.BpfMap;
import org.braidwire.io.linux.BpfProgram;
import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.port.Claim;

/**
 * The {@link RedirectProgram} in front of an interface, the map it asks, and why it runs in the mode it runs in. For
 * set-up; closing it leaves everything to the host's kernel again.
 */
final class XdpAttachment implements AutoCloseable {
  private final BpfMap sockets;
  private final BpfProgram program;
  private final BpfLink link;
  private final XdpMode mode;
  private final String reason;

  private XdpAttachment(
      final BpfMap sockets,
      final BpfProgram program,
      final BpfLink link,
      final XdpMode mode,
      final String reason) {
    this.sockets = sockets;
    this.program = program;
    this.link = link;
    this.mode = mode;
    this.reason = reason;
  }

  /** In the mode that serves this driver best. */
  static XdpAttachment open(final NetworkInterfaceFacts facts, final DriverFacts driver, final List<Claim> claims) {
    final BpfMap sockets = BpfMap.create(BpfMap.Type.XSKMAP, driver.receiveQueues(), "bw_sockets");
    BpfProgram program = null;
    try {
      program = BpfProgram.load(
          BpfProgram.Type.XDP,
          BpfProgram.XDP_HAS_FRAGS,
          RedirectProgram.assemble(claims, sockets),
          "bw_redirect");
      return attach(facts, driver, sockets, program);
    } catch (final RuntimeException e) {
      if (program != null) {
        program.close();
      }
      sockets.close();
      throw e;
    }
  }

  private static XdpAttachment attach(
      final NetworkInterfaceFacts facts,
      final DriverFacts driver,
      final BpfMap sockets,
      final BpfProgram program) {
    if (driver.isVeth()) {
      final BpfLink link = BpfLink.xdp(program, facts, XdpMode.GENERIC);
      return new XdpAttachment(
          sockets,
          program,
          link,
          XdpMode.GENERIC,
          "native mode on a veth takes super-segments from its peer");
    }
    try {
      final BpfLink link = BpfLink.xdp(program, facts, XdpMode.NATIVE);
      return new XdpAttachment(sockets, program, link, XdpMode.NATIVE, "the driver has it");
    } catch (final LinuxException refused) {
      if (isTaken(refused)) {
        throw refused;
      }
      final BpfLink link = BpfLink.xdp(program, facts, XdpMode.GENERIC);
      final String why = "native mode was refused: " + Errno.describe(refused.errno());
      return new XdpAttachment(sockets, program, link, XdpMode.GENERIC, why);
    }
  }

  /** Whether a program is in the way, which would be in the way in any mode. */
  private static boolean isTaken(final LinuxException refused) {
    return refused.errno() == Errno.EBUSY || refused.errno() == Errno.EEXIST;
  }

  /** Gives the frames of ours that come by {@code queue} to a socket. */
  void redirect(final int queue, final int socketDescriptor) {
    sockets.put(queue, socketDescriptor);
  }

  XdpMode mode() {
    return mode;
  }

  /** In a few words. */
  String reason() {
    return reason;
  }

  @Override
  public void close() {
    link.close();
    program.close();
    sockets.close();
  }
}
