package org.braidwire.simulation.scenario;

import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.link.Impairment;

/**
 * One link: what each direction does while faults are on; {@link Impairment#healed()} of it afterwards.
 *
 * @param backup whether the path over it is a backup
 * @param clientCard how the client's end of it behaves, faults or not
 * @param serverCard how the server's end does
 */
public record LinkPlan(
    Impairment fromClient, Impairment fromServer, boolean backup, CardTraits clientCard, CardTraits serverCard) {
  /** A link between two plain cards. */
  public LinkPlan(final Impairment fromClient, final Impairment fromServer, final boolean backup) {
    this(fromClient, fromServer, backup, CardTraits.PLAIN, CardTraits.PLAIN);
  }
}
