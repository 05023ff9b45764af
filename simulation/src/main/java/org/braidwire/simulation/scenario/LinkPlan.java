package org.braidwire.simulation.scenario;

import org.braidwire.simulation.link.Impairment;

/**
 * One link: what each direction does while faults are on; {@link Impairment#healed()} of it afterwards.
 *
 * @param backup whether the path over it is a backup
 */
public record LinkPlan(Impairment fromClient, Impairment fromServer, boolean backup) {}
