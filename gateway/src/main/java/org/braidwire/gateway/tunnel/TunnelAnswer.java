package org.braidwire.gateway.tunnel;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;

/**
 * What an exit answered.
 *
 * @param outcome how it went
 * @param bound what the exit's connection to the target is bound to, {@link Endpoint#NONE} if there is none
 */
public record TunnelAnswer(Outcome outcome, Endpoint bound) {}
