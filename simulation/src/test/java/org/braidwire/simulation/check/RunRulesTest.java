package org.braidwire.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunRulesTest {
  private final SimulatedNetwork network = new SimulatedNetwork(1);
  private final SimulatedPort port = port();

  private SimulatedPort port() {
    final SimulatedHost near = network.addHost("near", 8, 1);
    final Impairment clean = Impairment.clean(0, 0, 0);
    return near.connect(network.addHost("far", 8, 1), "link", new Impairment[] {clean, clean})
        .end(0);
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void timestampsAndOneMappingMayBeRepeated() {
    assertThatCode(() ->
            check(segment().option(8, 10, 0, 0, 0, 1, 0, 0, 0, 2).mapping(1, 2, 3, 2_000, false)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatMeansOneSegmentMayNot() {
    refuses(segment().option(5, 10, 0, 0, 0, 1, 0, 0, 0, 2), "SACK");
    refuses(segment().mapping(1, 2, 3, 2_001, true), "DATA_FIN");
    refuses(segment().mapping(1, 2, 3, 2_000, false).option(30, 3, 0x50), "a signal");
  }

  private void refuses(final Segments segment, final String what) {
    assertThatThrownBy(() -> check(segment))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining(what);
  }

  private void check(final Segments segment) {
    RunRules.check(port, segment.frame().tcp().orElseThrow());
  }

  private static Segments segment() {
    return Segments.fromClient(TcpPacket.ACK).payload(new byte[1_000]);
  }
}
