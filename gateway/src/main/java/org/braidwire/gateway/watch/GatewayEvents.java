package org.braidwire.gateway.watch;

/** Who is told what happens. Any thread; it must not wait. */
@FunctionalInterface
public interface GatewayEvents {
  void tell(GatewayEvent event);
}
