package org.braidwire.io.xdp;

import java.util.List;
import org.braidwire.io.bpf.Assembler;
import org.braidwire.io.bpf.ClaimMatcher;
import org.braidwire.io.bpf.Helper;
import org.braidwire.io.bpf.Register;
import org.braidwire.io.bpf.Size;
import org.braidwire.io.linux.BpfMap;
import org.braidwire.io.port.Claim;

/**
 * The XDP program of a port: gives our frames to the socket of the queue that they came by and leaves all others to
 * the host's kernel. Stateless.
 *
 * <p>Without a socket, ours are dropped: the kernel's TCP would answer a stranger's segments with a reset.
 */
final class RedirectProgram {
  private static final int XDP_DROP = 1;
  private static final int XDP_PASS = 2;

  // struct xdp_md
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int RX_QUEUE_INDEX = 16;

  private RedirectProgram() {}

  /** @param sockets from a queue's number to its socket */
  static long[] assemble(final List<Claim> claims, final BpfMap sockets) {
    final Assembler program = new Assembler()
        .move(Register.R6, Register.R1)
        .load(Size.WORD, Register.R2, Register.R6, DATA)
        .load(Size.WORD, Register.R3, Register.R6, DATA_END);
    ClaimMatcher.emit(program, claims);
    return program.label(ClaimMatcher.OURS)
        .loadMap(Register.R1, sockets.descriptor())
        .load(Size.WORD, Register.R2, Register.R6, RX_QUEUE_INDEX)
        .move(Register.R3, XDP_DROP)
        .call(Helper.REDIRECT_MAP)
        .exit()
        .label(ClaimMatcher.OTHERS)
        .move(Register.R0, XDP_PASS)
        .exit()
        .assemble();
  }
}
