package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerCheckTest {
  private final PacketMemory memory = PacketMemory.allocate(64, 8);
  private final FramePort port = new MemoryWire("eth1").open(0, memory, 0x02_00_00_00_00_01L);

  @AfterEach
  void close() {
    port.close();
    memory.close();
  }

  private PeerCheck check(final String... paths) {
    return new PeerCheck(List.of(paths).stream()
        .map(path -> new MptcpStack.Path(PathConfig.parse(path), port))
        .toList());
  }

  private void refuses(final String peer, final String... reason) {
    final PeerCheck check = check("eth1=192.0.2.2/28", "eth1=192.0.2.19/28");
    assertThatThrownBy(() -> check.check(0, IpAddress.parseLow(peer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(reason[0])
        .hasMessageContainingAll(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, no path leads to 203.0.113.9, via=GATEWAY",
    "192.0.2.2, 192.0.2.2 is an own address, itself",
    "192.0.2.19, 192.0.2.19 is an own address, itself",
    "255.255.255.255, 255.255.255.255 is no address, host",
    "224.0.0.1, 224.0.0.1 is no address, host",
    "127.0.0.1, 127.0.0.1 is no address, host",
    "0.0.0.0, 0.0.0.0 is no address, host",
    "192.0.2.31, 192.0.2.31 is the network or broadcast address, 192.0.2.19/28",
    "192.0.2.0, 192.0.2.0 is the network or broadcast address, 192.0.2.2/28"
  })
  void refusesWhatCannotAnswer(final String peer, final String begin, final String part) {
    refuses(peer, begin, part);
  }

  @Test
  void takesAPeerOfAnySubnetAndAnyBehindAGateway() {
    assertThatCode(() ->
            check("eth1=192.0.2.2/28", "eth1=192.0.2.19/28").check(0, IpAddress.parseLow("192.0.2.20")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("eth1=192.0.2.2/28", "eth1=192.0.2.19/28,via=192.0.2.17")
            .check(0, IpAddress.parseLow("203.0.113.9")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("eth1=192.0.2.2/31").check(0, IpAddress.parseLow("192.0.2.3")))
        .doesNotThrowAnyException();
  }
}
