package org.braidwire.simulation.scenario;

import java.util.Arrays;
import java.util.List;
import org.braidwire.simulation.link.Outage;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedLink;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Begins and ends a plan's outages. Once its time has come an outage waits a little for the next SYN or data on
 * its link, so that it hits something on its way: one on an idle link would prove nothing. When its link stays
 * idle it takes the next one that does not. One thread.
 */
final class Outages implements NetworkObserver {
  /** An idle link is waited for this long, and then any link. */
  private static final long WAITS_NS = 2_000_000_000L;

  /** What can be the state of one planned outage, in this order. */
  private enum Stage {
    PLANNED,
    ARMED,
    ANY_LINK,
    BEGUN
  }

  private final SimulatedNetwork network;
  private final List<SimulatedLink> links;
  private final List<OutagePlan> plans;
  private final Stage[] stages;
  private final SimulatedLink[] chosen;

  Outages(final SimulatedNetwork network, final List<SimulatedLink> links, final List<OutagePlan> plans) {
    this.network = network;
    this.links = links;
    this.plans = plans;
    stages = new Stage[plans.size()];
    Arrays.fill(stages, Stage.PLANNED);
    chosen = new SimulatedLink[plans.size()];
    Arrays.setAll(chosen, i -> links.get(plans.get(i).link()));
  }

  /** Both applications together have consumed {@code bytes}. */
  void onProgress(final long bytes) {
    for (int i = 0; i < stages.length; i++) {
      if (stages[i] == Stage.PLANNED && bytes >= plans.get(i).atBytes()) {
        final int number = i;
        stages[i] = Stage.ARMED;
        network.after(WAITS_NS, () -> widen(number));
      }
    }
  }

  /** The link is idle: any other will do, and if all are, its own after all. */
  private void widen(final int number) {
    if (stages[number] == Stage.ARMED) {
      stages[number] = Stage.ANY_LINK;
      network.after(WAITS_NS, () -> begin(number));
    }
  }

  @Override
  public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    for (int i = 0; i < stages.length; i++) {
      final boolean fits = stages[i] == Stage.ARMED && chosen[i] == port.link() || stages[i] == Stage.ANY_LINK;
      if (fits && matters(frame)) {
        final int number = i;
        chosen[i] = port.link();
        network.after(0, () -> begin(number));
      }
    }
  }

  private static boolean matters(final WireFrame frame) {
    return frame.tcp()
        .filter(packet -> packet.has(TcpPacket.SYN) || packet.has(TcpPacket.FIN) || packet.payloadBytes() > 0)
        .isPresent();
  }

  /** One that meets another on its link waits until that is over. */
  private void begin(final int number) {
    final OutagePlan plan = plans.get(number);
    final SimulatedLink link = chosen[number];
    if (stages[number] == Stage.BEGUN) {
      return;
    }
    if (link.model(0).outage() != Outage.NONE) {
      network.after(WAITS_NS, () -> begin(number));
      return;
    }
    stages[number] = Stage.BEGUN;
    link.outage(plan.kind());
    network.after(plan.durationNs(), () -> link.outage(Outage.NONE));
  }

  /** Whether every link works, and none is about to fail. */
  boolean areOver() {
    for (final Stage stage : stages) {
      if (stage == Stage.ARMED || stage == Stage.ANY_LINK) {
        return false;
      }
    }
    for (final SimulatedLink link : links) {
      if (link.model(0).outage() != Outage.NONE) {
        return false;
      }
    }
    return true;
  }
}
