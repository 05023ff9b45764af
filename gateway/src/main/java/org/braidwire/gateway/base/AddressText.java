package org.braidwire.gateway.base;

import java.util.Arrays;
import java.util.Optional;

/** Addresses as people write them; strict, for what one reader takes for a name must not be another's address. Stateless. */
final class AddressText {
  private static final int GROUPS = 8;
  private static final int MAX_TEXT = 45;

  private AddressText() {}

  static Optional<Address> parse(final String text) {
    if (text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text).map(Address::ofV4);
  }

  /** Four decimal octets without leading zeros, which others read as octal. */
  private static Optional<Integer> parseV4(final String text) {
    final String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return Optional.empty();
    }
    int address = 0;
    for (final String octet : octets) {
      if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 0xff) {
        return Optional.empty();
      }
      address = address << 8 | Integer.parseInt(octet);
    }
    return Optional.of(address);
  }

  /** RFC 4291 2.2: eight groups, one run of zeros as {@code ::}, IPv4 in place of the last two. */
  private static Optional<Address> parseV6(final String text) {
    final int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(groups -> groups.length == GROUPS).map(AddressText::join);
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    final Optional<int[]> front = gap == 0 ? Optional.of(new int[0]) : hexGroups(text.substring(0, gap));
    final String tail = text.substring(gap + 2);
    final Optional<int[]> back = tail.isEmpty() ? Optional.of(new int[0]) : groups(tail);
    if (front.isEmpty() || back.isEmpty() || front.get().length + back.get().length >= GROUPS) {
      return Optional.empty();
    }
    final int[] all = new int[GROUPS];
    System.arraycopy(front.get(), 0, all, 0, front.get().length);
    System.arraycopy(back.get(), 0, all, GROUPS - back.get().length, back.get().length);
    return Optional.of(join(all));
  }

  /** Groups of which the last may be a dotted IPv4 address. */
  private static Optional<int[]> groups(final String text) {
    final int colon = text.lastIndexOf(':');
    if (text.indexOf('.', colon + 1) < 0) {
      return hexGroups(text);
    }
    final Optional<Integer> v4 = parseV4(text.substring(colon + 1));
    final Optional<int[]> front = colon < 0 ? Optional.of(new int[0]) : hexGroups(text.substring(0, colon));
    if (v4.isEmpty() || front.isEmpty()) {
      return Optional.empty();
    }
    final int[] all = Arrays.copyOf(front.get(), front.get().length + 2);
    all[all.length - 2] = v4.get() >>> 16;
    all[all.length - 1] = v4.get() & 0xffff;
    return Optional.of(all);
  }

  private static Optional<int[]> hexGroups(final String text) {
    final String[] parts = text.split(":", -1);
    final int[] groups = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
        return Optional.empty();
      }
      groups[i] = Integer.parseInt(parts[i], 16);
    }
    return Optional.of(groups);
  }

  private static Address join(final int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS / 2; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + GROUPS / 2];
    }
    return new Address(high, low);
  }

  /** RFC 5952 4: lower case, no leading zeros, the first longest run of two or more zero groups as {@code ::}. */
  static String format(final Address address) {
    final int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS / 2; i++) {
      groups[i] = (int) (address.high() >>> 48 - 16 * i & 0xffff);
      groups[i + GROUPS / 2] = (int) (address.low() >>> 48 - 16 * i & 0xffff);
    }
    int start = -1;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      final int run = zeros(groups, i);
      if (run > longest) {
        start = i;
        longest = run;
      }
    }
    final StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static int zeros(final int[] groups, final int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }
}
