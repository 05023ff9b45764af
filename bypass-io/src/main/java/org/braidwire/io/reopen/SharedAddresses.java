package org.braidwire.io.reopen;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braidwire.io.port.Claim;

/**
 * Whether the host still has, on the interface of a port, the addresses that we share with it there: without one its
 * kernel answers no ARP for it, and nobody finds us. The thread that polls the monitor of the links.
 */
final class SharedAddresses {
  private record Address(long high, long low) {}

  private record Place(int interfaceIndex, Address address) {}

  /** What we share with the host on any link; those that have been on this one are expected there. */
  private final Set<Address> shared = new HashSet<>();

  private final Set<Address> expected = new HashSet<>();
  private final Set<Place> places = new HashSet<>();

  SharedAddresses(final List<Claim> claims) {
    for (final Claim claim : claims) {
      if (!claim.isWholeAddress()) {
        shared.add(new Address(claim.addressHigh(), claim.addressLow()));
      }
    }
  }

  /** What the monitor tells of any interface. */
  void onAddress(final int interfaceIndex, final long high, final long low, final boolean added) {
    final Address address = new Address(high, low);
    if (!shared.contains(address)) {
      return;
    }
    final Place place = new Place(interfaceIndex, address);
    if (added) {
      places.add(place);
    } else {
      places.remove(place);
    }
  }

  /** Whether all that are expected are on the interface of this index, which is the port's now. */
  boolean areOn(final int interfaceIndex) {
    for (final Address address : shared) {
      if (places.contains(new Place(interfaceIndex, address))) {
        expected.add(address);
      } else if (expected.contains(address)) {
        return false;
      }
    }
    return true;
  }
}
