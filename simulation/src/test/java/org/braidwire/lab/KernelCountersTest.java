package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KernelCountersTest {
  @Test
  void joinsGroupAndName() {
    final Map<String, Long> values = new TreeMap<>();

    KernelCounters.parse(
        List.of("TcpExt: SyncookiesSent X", "TcpExt: 3 -1", "MPTcpExt: MPJoinAckRx", "MPTcpExt: 2"), values);

    assertThat(values)
        .containsExactly(
            Map.entry("MPTcpExtMPJoinAckRx", 2L),
            Map.entry("TcpExtSyncookiesSent", 3L),
            Map.entry("TcpExtX", -1L));
  }

  @Test
  void refusesLinesThatDoNotPair() {
    assertThatThrownBy(() -> KernelCounters.parse(List.of("Ip: A B", "Ip: 1"), new TreeMap<>()))
        .isInstanceOf(LaboratoryException.class);
  }

  @Test
  void countsSinceAnEarlierSnapshot() {
    final KernelCounters earlier = KernelCounters.of(Map.of("TcpA", 5L, "TcpB", 1L));
    final KernelCounters later = KernelCounters.of(Map.of("TcpA", 9L, "TcpB", 1L, "UdpC", 4L));

    assertThat(later.since(earlier).nonZero("Tcp")).containsExactly(Map.entry("TcpA", 4L));
    assertThat(later.since(earlier).get("TcpNoSuch")).isZero();
    assertThat(later.has("UdpC")).isTrue();
    assertThat(later.has("TcpNoSuch")).isFalse();
  }
}
