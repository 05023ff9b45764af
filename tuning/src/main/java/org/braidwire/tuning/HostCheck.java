package org.braidwire.tuning;

/** One question to the host, answered by reading, never by changing anything. Called on any thread. */
@FunctionalInterface
public interface HostCheck {
  Finding look(Host host);
}
