package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.braidwire.io.VethLink;
import org.braidwire.io.bpf.Assembler;
import org.braidwire.io.bpf.Condition;
import org.braidwire.io.bpf.Helper;
import org.braidwire.io.bpf.Register;
import org.braidwire.io.bpf.Size;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps, programs and links of the kernel's BPF. */
class BpfTest {
  private static final byte[] FRAME = new byte[60];
  private static final int XDP_PASS = 2;
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final long[] PASS =
      new Assembler().move(Register.R0, XDP_PASS).exit().assemble();

  @BeforeAll
  static void probe() {
    Requirement.ROOT.require();
    Requirement.NETNS.require();
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
  void whatIsPinnedOutlivesItsDescriptorAndEndsWithItsFile(@TempDir final Path folder) throws Exception {
    run("mount", "-t", "bpf", "bpf", folder.toString());
    try (VethLink veth = new VethLink(1500);
        BpfProgram program = BpfProgram.load(BpfProgram.Type.XDP, 0, PASS, "pass")) {
      final NetworkInterfaceFacts near =
          NetNamespace.call(veth.namespace(), () -> NetworkInterfaceFacts.read(VethLink.NEAR));
      final Path file = folder.resolve("link");
      NetNamespace.call(veth.namespace(), () -> {
        try (BpfLink link = BpfLink.xdp(program, near, BpfLink.XdpMode.GENERIC)) {
          link.pin(file);
        }
        assertThatThrownBy(() -> BpfLink.xdp(program, near, BpfLink.XdpMode.GENERIC))
            .hasMessageContaining("EBUSY");
        try (BpfLink successors = BpfLink.pinned(file)) {
          successors.replace(program);
        }
        Files.delete(file);
        final long deadline = System.nanoTime() + WAIT_NS;
        while (!isFree(program, near)) {
          assertThat(System.nanoTime()).as("the place is free again").isLessThan(deadline);
        }
        return null;
      });
      try (BpfMap map = BpfMap.create(BpfMap.Type.ARRAY, 1, "pinned")) {
        map.put(0, 7);
        map.pin(folder.resolve("map"));
        program.pin(folder.resolve("program"));
      }
      try (BpfMap map = BpfMap.pinned(folder.resolve("map"));
          BpfProgram pinned = BpfProgram.pinned(folder.resolve("program"))) {
        assertThat(map.get(0)).hasValue(7);
        assertThat(pinned.trial(FRAME)).isEqualTo(XDP_PASS);
      }
      assertThatThrownBy(() -> BpfLink.pinned(file)).hasMessageContaining("ENOENT");
    } finally {
      run("umount", folder.toString());
    }
  }

  private static boolean isFree(final BpfProgram program, final NetworkInterfaceFacts facts) {
    try {
      BpfLink.xdp(program, facts, BpfLink.XdpMode.GENERIC).close();
      return true;
    } catch (final LinuxException e) {
      assertThat(e.errno()).isEqualTo(Errno.EBUSY);
      return false;
    }
  }

  private static void run(final String... command) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
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
