package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.VethLink;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;

class EthtoolFactsTest {
  private static final int MTU_BYTES = 1500;

  @Test
  void theLoopbackInterfaceHasOffloadsAndNothingElse() {
    final EthtoolFacts lo = EthtoolFacts.read("lo");
    assertThat(lo.rings()).isNull();
    assertThat(lo.queues()).isNull();
    assertThat(lo.offloads().tso()).isTrue();
    assertThat(lo.offloads().lro()).isFalse();
  }

  @Test
  void aVirtualLinkSaysWhatItsOffloadsAre() throws Exception {
    Requirement.NETNS.require();
    Requirement.ETHTOOL.require();
    try (VethLink link = new VethLink(MTU_BYTES)) {
      final EthtoolFacts before = read(link);
      assertThat(before.driver()).isEqualTo("veth");
      assertThat(before.queues().rx()).isPositive();
      assertThat(before.offloads().tso()).isTrue();
      assertThat(before.offloads().txChecksum()).isTrue();

      run("ip", "netns", "exec", link.namespace(), "ethtool", "-K", VethLink.NEAR, "tso", "off", "tx", "off");

      assertThat(read(link).offloads().tso()).isFalse();
      assertThat(read(link).offloads().txChecksum()).isFalse();
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> EthtoolFacts.read("bw-none"))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("interface bw-none")
        .hasMessageContaining("ENODEV");
  }

  private static EthtoolFacts read(final VethLink link) throws Exception {
    return NetNamespace.call(link.namespace(), () -> EthtoolFacts.read(VethLink.NEAR));
  }

  private static void run(final String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
