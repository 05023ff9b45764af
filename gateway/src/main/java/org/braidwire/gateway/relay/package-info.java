/** Carries octets between two sides, blocking, with an end for an end and a reset for a reset. */
package org.braidwire.gateway.relay;
