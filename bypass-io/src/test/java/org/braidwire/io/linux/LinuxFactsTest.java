package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LinuxFactsTest {
  @Test
  void limitsAreRead() {
    assertThat(Capabilities.openFilesLimit().orElse(0)).isPositive();
    assertThat(Capabilities.lockedMemoryLimitBytes()).isPresent();
  }

  @Test
  void aThreadIsPinnedAndSaysSo() throws InterruptedException {
    final BitSet[] seen = new BitSet[1];
    final int core = CpuAffinity.get().nextSetBit(0);
    final Thread thread = Thread.ofPlatform().start(() -> {
      CpuAffinity.pin(core);
      seen[0] = CpuAffinity.get();
    });
    thread.join();
    assertThat(seen[0].cardinality()).isEqualTo(1);
    assertThat(seen[0].get(core)).isTrue();
  }

  @Test
  void aCoreThatIsNotThereIsNamed() throws InterruptedException {
    assertThatThrownBy(() -> CpuAffinity.pin(1023))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("sched_setaffinity on cores {1023}");
  }

  @Test
  void theLoopbackInterfaceIsThereButNotEthernet() {
    final NetworkInterfaceFacts lo = NetworkInterfaceFacts.read("lo");
    assertThat(lo.index()).isPositive();
    assertThat(lo.ethernet()).isFalse();
    assertThatThrownBy(() -> NetworkInterfaceFacts.read("a-name-far-too-long-for-linux"))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("ip link");
  }
}
