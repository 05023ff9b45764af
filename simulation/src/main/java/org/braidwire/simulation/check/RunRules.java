package org.braidwire.simulation.check;

import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.parse.TcpOptions;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;

/** What a run of segments may carry, for every segment of it carries the same: timestamps and the one mapping. */
final class RunRules {
  private RunRules() {}

  static void check(final SimulatedPort port, final TcpPacket segment) {
    final TcpOptions options = segment.options();
    require(!segment.has(TcpPacket.SYN) && !segment.has(TcpPacket.RST), "SYN or RST", port, segment);
    require(options.sackBlocks() == 0, "SACK", port, segment);
    require(options.multipathOptions() == (options.dss().isPresent() ? 1 : 0), "a signal", port, segment);
    require(options.dss().filter(Dss::dataFin).isEmpty(), "DATA_FIN", port, segment);
  }

  private static void require(
      final boolean holds, final String what, final SimulatedPort port, final TcpPacket segment) {
    if (!holds) {
      throw new SimulationFailure(
          "S5", port.host().name() + " lets a card repeat " + what + " in a run; " + segment.describe());
    }
  }
}
