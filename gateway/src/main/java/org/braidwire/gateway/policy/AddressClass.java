package org.braidwire.gateway.policy;

import java.util.Locale;

/** What makes an address special; a rule must name the class that it lets through. */
public enum AddressClass {
  /** Where clouds keep the credentials of their machines. */
  METADATA,
  /** This host, this network: the kernel takes 0.0.0.0 for loopback. */
  UNSPECIFIED,
  /** And the names localhost and below. */
  LOOPBACK,
  LINK_LOCAL,
  /** RFC 1918, RFC 4193. */
  PRIVATE,
  MULTICAST,
  BROADCAST,
  /** What RFC 6890 and its registries keep for other ends, and of IPv6 whatever is not 2000::/3. */
  RESERVED,
  /** The gateway's own listeners, management and tunnel; which they are, the configuration says. */
  OWN;

  /** The name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
