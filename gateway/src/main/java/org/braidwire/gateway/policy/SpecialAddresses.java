package org.braidwire.gateway.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.HostName;

/**
 * Addresses that are nobody's on the Internet, and therefore the way into what was not meant: RFC 6890 and the
 * registries that follow it. Stateless.
 */
final class SpecialAddresses {
  /** The first line whose prefixes hold an address names its class. */
  private static final List<Line> TABLE = List.of(
      line(
          AddressClass.METADATA,
          "169.254.169.254",
          "169.254.170.2",
          "169.254.170.23",
          "100.100.100.200",
          "192.0.0.192",
          "fd00:ec2::254",
          "fd00:ec2::23",
          "fd20:ce::254"),
      line(AddressClass.UNSPECIFIED, "0.0.0.0/8", "::"),
      line(AddressClass.LOOPBACK, "127.0.0.0/8", "::1"),
      line(AddressClass.LINK_LOCAL, "169.254.0.0/16", "fe80::/10"),
      line(AddressClass.PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
      line(AddressClass.MULTICAST, "224.0.0.0/4", "ff00::/8"),
      line(AddressClass.BROADCAST, "255.255.255.255"),
      line(
          AddressClass.RESERVED,
          "100.64.0.0/10", // shared by the customers of a carrier, RFC 6598
          "192.0.0.0/24",
          "192.0.2.0/24", // this and two more for documentation, RFC 5737
          "192.88.99.0/24", // 6to4 relays, RFC 7526
          "198.18.0.0/15", // benchmarks, RFC 2544
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "2001::/23", // protocol assignments, Teredo among them
          "2001:db8::/32", // documentation, RFC 3849
          "3fff::/20", // documentation, RFC 9637
          "::/3",
          "4000::/2",
          "8000::/1"));

  private SpecialAddresses() {}

  /** What an address is by itself, or by the IPv4 address that it carries; empty for one of the Internet. */
  static Optional<AddressClass> classOf(final Address address) {
    final Address judged = address.carriedV4().orElse(address);
    return TABLE.stream()
        .filter(line -> line.prefixes.stream().anyMatch(prefix -> prefix.contains(judged)))
        .map(Line::kind)
        .findFirst();
  }

  /** What a name says of its addresses before it is resolved. */
  static Set<AddressClass> ofName(final HostName name) {
    return name.isLocalhost() ? Set.of(AddressClass.LOOPBACK) : Set.of();
  }

  private static Line line(final AddressClass kind, final String... prefixes) {
    return new Line(kind, Stream.of(prefixes).map(Prefix::parse).toList());
  }

  private record Line(AddressClass kind, List<Prefix> prefixes) {}
}
