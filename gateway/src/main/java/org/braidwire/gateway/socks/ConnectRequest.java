package org.braidwire.gateway.socks;

import org.braidwire.gateway.base.Target;

/**
 * What a client asked for, and who it is.
 *
 * @param target where it wants to be connected to
 * @param user the user whose password was verified, or an empty string if none was asked for
 */
public record ConnectRequest(Target target, String user) {}
