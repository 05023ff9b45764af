package org.braidwire.simulation.scenario;

import org.braidwire.simulation.link.Outage;

/**
 * One outage.
 *
 * @param link number of the link
 * @param atBytes begins when the applications have consumed this much together, 0 for at once
 */
public record OutagePlan(int link, Outage kind, long atBytes, long durationNs) {}
