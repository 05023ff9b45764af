package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.Requirement;
import org.braidwire.io.VethLink;
import org.braidwire.io.bpf.Assembler;
import org.braidwire.io.bpf.Condition;
import org.braidwire.io.bpf.Helper;
import org.braidwire.io.bpf.Register;
import org.braidwire.io.bpf.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Maps, programs and links of the kernel's BPF. */
class BpfTest {
  private static final byte[] FRAME = new byte[60];
  private static final int XDP_PASS = 2;
  private static final long[] PASS =
      new Assembler().move(Register.R0, XDP_PASS).exit().assemble();

  @BeforeAll
  static void probe() {
    Requirement.root();
    Requirement.netns();
  }

  @Test
  void aTrivialProgramLoadsAndRuns() {
    try (BpfProgram program = BpfProgram.load(BpfProgram.Type.XDP, 0, PASS, "pass")) {
      assertThat(program.trial(FRAME)).isEqualTo(XDP_PASS);
    }
  }

  @Test
  void whatTheVerifierRefusesIsToldInItsWords() {
    final long[] unset = new Assembler().exit().assemble();
    assertThatThrownBy(() -> BpfProgram.load(BpfProgram.Type.XDP, 0, unset, "unset"))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("program unset")
        .hasMessageContaining("EACCES")
        .hasMessageContaining("R0 !read_ok");
  }

  @Test
  void aMapIsSharedWithAProgram() {
    final int entries = 2;
    try (BpfMap map = BpfMap.create(BpfMap.Type.ARRAY, entries, "shared")) {
      final long[] counting = new Assembler()
          .store(Size.WORD, Register.R10, -4, 1)
          .loadMap(Register.R1, map.descriptor())
          .move(Register.R2, Register.R10)
          .add(Register.R2, -4)
          .call(Helper.MAP_LOOKUP_ELEM)
          .jumpIf(Register.R0, Condition.EQUAL, 0, "absent")
          .load(Size.WORD, Register.R1, Register.R0, 0)
          .add(Register.R1, 1)
          .store(Size.WORD, Register.R0, 0, Register.R1)
          .label("absent")
          .move(Register.R0, XDP_PASS)
          .exit()
          .assemble();
      map.put(1, 41);
      try (BpfProgram program = BpfProgram.load(BpfProgram.Type.XDP, 0, counting, "counting")) {
        program.trial(FRAME);
      }
      assertThat(map.get(1)).hasValue(42);
      assertThat(map.get(0)).hasValue(0);
      assertThat(map.get(entries)).isEmpty();
      assertThatThrownBy(() -> map.put(entries, 1)).hasMessageContaining("map shared at 2");
    }
  }

  @Test
  void aMapOfSocketsTakesSocketsOnly() {
    try (BpfMap map = BpfMap.create(BpfMap.Type.XSKMAP, 4, "sockets")) {
      map.remove(0);
      assertThatThrownBy(() -> map.put(0, 0)).isInstanceOf(LinuxException.class);
    }
  }

  @Test
  void aProgramStandsInFrontOfAnInterfaceUntilItsLinkIsClosed() throws Exception {
    try (VethLink link = new VethLink(1500);
        BpfProgram xdp = BpfProgram.load(BpfProgram.Type.XDP, 0, PASS, "pass");
        BpfProgram drop = BpfProgram.load(BpfProgram.Type.SCHED_CLS, 0, PASS, "drop")) {
      NetNamespace.call(link.namespace(), () -> {
        final NetworkInterfaceFacts near = NetworkInterfaceFacts.read(VethLink.NEAR);
        for (final BpfLink.XdpMode mode : BpfLink.XdpMode.values()) {
          try (BpfLink first = BpfLink.xdp(xdp, near, mode)) {
            assertThatThrownBy(() -> BpfLink.xdp(xdp, near, mode))
                .isInstanceOfSatisfying(
                    LinuxException.class,
                    e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
                .hasMessageContaining("interface near");
          }
        }
        BpfLink.tcxIngress(drop, near).close();
        return null;
      });
    }
  }
}
