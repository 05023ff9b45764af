package org.braidwire.benchmarks.ends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelTrouble;
import org.junit.jupiter.api.Test;

class KernelWatchTest {
  @Test
  void everyFallBackThatLinuxCountsIsSeen() {
    final List<String> fallbacks = KernelTrouble.PROTOCOL.stream()
        .filter(counter -> counter.contains("Fallback"))
        .toList();

    assertThat(fallbacks)
        .hasSizeGreaterThan(5)
        .allSatisfy(counter -> assertThat(
                KernelWatch.fallback(KernelCounters.of(Map.of(counter, 2L, "TcpRetransSegs", 1L))))
            .contains(counter + " 2"));
  }

  @Test
  void whatIsNoFallBackIsNone() {
    assertThat(KernelWatch.fallback(KernelCounters.of(
            Map.of("MPTcpExtMPTCPRetrans", 3L, "TcpRetransSegs", 4L, "MPTcpExtDssFallback", 0L))))
        .isEmpty();
  }
}
