package org.braidwire.simulation.check;

import org.braidwire.simulation.check.Coverage.Phase;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/** Sorts each fault that hits a TCP segment by the phase that the segment belongs to. */
public final class CoverageObserver implements NetworkObserver {
  private final Coverage coverage = new Coverage();
  private final WireChecker checker;

  public CoverageObserver(final WireChecker checker) {
    this.checker = checker;
  }

  public Coverage coverage() {
    return coverage;
  }

  @Override
  public void onFault(final SimulatedPort sender, final WireFrame frame, final Fault fault, final long nowNs) {
    frame.tcp().ifPresent(packet -> coverage.hit(fault, phase(packet)));
  }

  private Phase phase(final TcpPacket packet) {
    final boolean established = !packet.has(TcpPacket.SYN);
    if (packet.options().mpJoin().isPresent()) {
      return Phase.JOIN;
    }
    if (!established
        || packet.options().mpCapable().filter(o -> o.length() == 20).isPresent()) {
      return Phase.SYN;
    }
    if (packet.has(TcpPacket.FIN)
        || packet.has(TcpPacket.RST)
        || packet.options().dss().filter(Dss::dataFin).isPresent()) {
      return Phase.CLOSE;
    }
    return checker.isPlain(packet) ? Phase.FALLBACK : Phase.DATA;
  }
}
