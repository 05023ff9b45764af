package org.braidwire.simulation.scenario;

import java.util.Locale;
import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedLink;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.VirtualClock;
import org.braidwire.simulation.parse.WireFrame;

/** Tells a run as lines of text, one an event, for a reader who looks into one seed. */
public final class Trace implements NetworkObserver {
  private final Consumer<String> out;

  public Trace(final Consumer<String> out) {
    this.out = out;
  }

  /** The plan, one line a part. */
  public void plan(final ScenarioPlan plan) {
    plan.links().forEach(link -> out.accept(link.toString()));
    plan.outages().forEach(outage -> out.accept(outage.toString()));
    out.accept("middlebox " + plan.middlebox() + ", start " + plan.start() + ", heals after " + plan.healAfterNs()
        + " ns, " + plan.mishaps());
    out.accept("client " + plan.client());
    out.accept("server " + plan.server());
  }

  @Override
  public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    say(nowNs, port, "sends", frame, "");
  }

  @Override
  public void onDelivered(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    say(nowNs, port, "gets ", frame, "");
  }

  @Override
  public void onFault(final SimulatedPort sender, final WireFrame frame, final Fault fault, final long nowNs) {
    say(nowNs, sender, "hit  ", frame, " by " + fault);
  }

  @Override
  public void onCarrier(final SimulatedLink link, final boolean up, final long nowNs) {
    out.accept(time(nowNs) + link.name() + (up ? " has carrier" : " has no carrier"));
  }

  private void say(
      final long nowNs, final SimulatedPort port, final String what, final WireFrame frame, final String why) {
    out.accept(time(nowNs)
        + String.format(Locale.ROOT, "%-6s %s ", port.host().name(), port.name())
        + what
        + ' '
        + frame.describe()
        + why);
  }

  private static String time(final long nowNs) {
    return String.format(Locale.ROOT, "%12.6f ", (nowNs - VirtualClock.START_NS) / 1e9);
  }
}
