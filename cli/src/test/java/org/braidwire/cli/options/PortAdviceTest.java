package org.braidwire.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PortAdviceTest {
  @Test
  void framesThatWereTooLargeAreExplainedWithTheRemedy() {
    assertThat(PortAdvice.of(Map.of("eth1.RX_TRUNCATED", 3L, "eth1.RX_FRAMES", 9L)))
        .singleElement()
        .asString()
        .startsWith("eth1 lost 3 frames that were larger")
        .contains("RX_TRUNCATED", "mtu 1500", "gso_max_size 65536", "ethtool -K eth1 gro off");
  }

  @Test
  void nothingIsSaidWhereNothingWasLost() {
    assertThat(PortAdvice.of(Map.of("eth1.RX_TRUNCATED", 0L, "DROP_FRAME_TRUNCATED", 2L)))
        .isEmpty();
  }
}
