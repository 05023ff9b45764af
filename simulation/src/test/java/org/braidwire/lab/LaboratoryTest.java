package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaboratoryTest {
  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void closingLeavesNothing() {
    final String kernel;
    final String wire;
    try (Laboratory laboratory = Laboratory.open(2)) {
      kernel = laboratory.namespace(LabSide.KERNEL);
      wire = laboratory.namespace(LabSide.WIRE);
      assertThat(LabNames.existing()).contains(kernel, wire);
    }

    assertThat(LabNames.existing()).doesNotContain(kernel, wire);
    assertThat(LabCommand.run("ip", "link", "show")).doesNotContain("kern1", "wire1");
  }

  @Test
  void twoLaboratoriesLiveSideBySide() {
    try (Laboratory first = Laboratory.open(1);
        Laboratory second = Laboratory.open(LabPlan.links(3).withTwoKernels())) {
      assertThat(first.namespace(LabSide.WIRE)).isNotEqualTo(second.namespace(LabSide.WIRE));
      assertThat(second.describe(LabSide.KERNEL)).contains("kern3");
      assertThat(first.describe(LabSide.KERNEL)).doesNotContain("kern2");
    }
  }

  @Test
  void sweepsLeftoversOfADeadProcessOnly() throws Exception {
    final Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    final String leftover = "bw" + dead.pid() + "a1";
    final String own = "bw" + ProcessHandle.current().pid() + "z1";
    LabCommand.run("ip", "netns", "add", leftover);
    LabCommand.run("ip", "netns", "add", own);
    try {
      Laboratory.sweep();

      final List<String> existing = LabNames.existing();
      assertThat(existing).contains(own).doesNotContain(leftover);
    } finally {
      LabNames.delete(own);
    }
  }

  @Test
  void theWireSideHasInterfacesButNoAddresses() {
    try (Laboratory laboratory = Laboratory.open(2)) {
      final String addresses =
          LabCommand.run("ip", "-n", laboratory.namespace(LabSide.WIRE), "-brief", "address", "show");

      assertThat(addresses).contains("wire1").contains("wire2").doesNotContain("192.0.2.").doesNotContain("fe80");
      assertThat(LabCommand.run("ip", "-n", laboratory.namespace(LabSide.KERNEL), "mptcp", "endpoint", "show"))
          .contains("192.0.2.17")
          .contains("subflow")
          .doesNotContain("192.0.2.1 ");
    }
  }

  @Test
  void aFailingCommandTellsItsComplaint() {
    assertThatThrownBy(() -> LabCommand.run("ip", "link", "show", "no-such-device"))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("ip link show no-such-device")
        .hasMessageContaining("does not exist");
  }

  @Test
  void aMissingCommandNamesWhatToInstall() {
    assertThatThrownBy(() -> LabCommand.run("no-such-program"))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("no-such-program");
  }
}
