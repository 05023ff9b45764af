package org.braidwire.io.silence;

import java.util.List;
import org.braidwire.io.bpf.Assembler;
import org.braidwire.io.bpf.ClaimMatcher;
import org.braidwire.io.bpf.Condition;
import org.braidwire.io.bpf.Helper;
import org.braidwire.io.bpf.Register;
import org.braidwire.io.bpf.Size;
import org.braidwire.io.port.Claim;

/**
 * The program that stands where an interface's packets enter the host's kernel and drops those that are ours; packet
 * sockets have seen them by then. All others go on to whatever program is next. Stateless.
 */
final class SilenceProgram {
  /** TCX_DROP and TCX_NEXT of linux/bpf.h. */
  static final int DROP = 2;

  static final int NEXT = -1;

  // struct __sk_buff
  private static final int LENGTH = 0;
  private static final int VLAN_PRESENT = 20;
  private static final int DATA = 76;
  private static final int DATA_END = 80;

  /** Ethernet, the longest IPv4 header, two ports: further than this the matcher never looks. */
  private static final int LOOKED_AT_BYTES = 14 + 60 + 4;

  private static final String LONG_ENOUGH = "long enough";
  private static final String READABLE = "readable";

  private SilenceProgram() {}

  /** @param rawIp whether the interface has no link layer */
  static long[] assemble(final List<Claim> claims, final boolean rawIp) {
    final Assembler program = new Assembler()
        .move(Register.R6, Register.R1)
        .load(Size.WORD, Register.R4, Register.R6, VLAN_PRESENT)
        .jumpIf(Register.R4, Condition.NOT_EQUAL, 0, ClaimMatcher.OTHERS);
    makeReadable(program);
    if (rawIp) {
      ClaimMatcher.emitWithoutLinkLayer(program, claims);
    } else {
      ClaimMatcher.emit(program, claims);
    }
    return program.label(ClaimMatcher.OURS)
        .move(Register.R0, DROP)
        .exit()
        .label(ClaimMatcher.OTHERS)
        .move(Register.R0, NEXT)
        .exit()
        .assemble();
  }

  /** A device may have left even the headers in pages of their own; they are gathered only then. */
  private static void makeReadable(final Assembler program) {
    program.load(Size.WORD, Register.R5, Register.R6, LENGTH)
        .jumpIf(Register.R5, Condition.AT_MOST, LOOKED_AT_BYTES, LONG_ENOUGH)
        .move(Register.R5, LOOKED_AT_BYTES)
        .label(LONG_ENOUGH)
        .load(Size.WORD, Register.R2, Register.R6, DATA)
        .load(Size.WORD, Register.R3, Register.R6, DATA_END)
        .move(Register.R4, Register.R2)
        .add(Register.R4, Register.R5)
        .jumpIf(Register.R4, Condition.AT_MOST, Register.R3, READABLE)
        .move(Register.R1, Register.R6)
        .move(Register.R2, Register.R5)
        .call(Helper.SKB_PULL_DATA)
        .load(Size.WORD, Register.R2, Register.R6, DATA)
        .load(Size.WORD, Register.R3, Register.R6, DATA_END)
        .label(READABLE);
  }
}
