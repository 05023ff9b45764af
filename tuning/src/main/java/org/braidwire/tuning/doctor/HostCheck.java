package org.braidwire.tuning.doctor;

/** One question to the host, answered by reading, never by changing anything. Called on any thread. */
@FunctionalInterface
interface HostCheck {
  Finding look(Host host);
}
