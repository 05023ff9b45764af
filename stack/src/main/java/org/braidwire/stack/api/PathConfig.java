package org.braidwire.stack.api;

import org.braidwire.stack.wire.IpAddress;

/**
 * One own address on one link. Written {@code interface=address/prefix[,via=GATEWAY][,backup]}.
 *
 * @param interfaceName the link
 * @param addressHigh upper half of the IPv6-wide address
 * @param addressLow lower half
 * @param prefixLength of the subnet, in bits of the address's own family
 * @param gatewayHigh upper half of the gateway, 0 with {@code gatewayLow} 0 for none
 * @param gatewayLow lower half
 * @param backup whether the path carries data only when no regular one can
 */
public record PathConfig(
    String interfaceName,
    long addressHigh,
    long addressLow,
    int prefixLength,
    long gatewayHigh,
    long gatewayLow,
    boolean backup) {

  private static final int MAX_IPV4_PREFIX = 32;

  // First octets: RFC 1122 3.2.1.3 and RFC 5771; what lies above multicast is reserved.
  private static final int THIS_NETWORK = 0;
  private static final int LOOPBACK = 127;
  private static final int FIRST_MULTICAST = 224;

  /** Reads the written form; an {@link IllegalArgumentException} says what is wrong and where. */
  public static PathConfig parse(final String text) {
    final String[] parts = text.split(",", -1);
    final int equals = parts[0].indexOf('=');
    final int slash = parts[0].indexOf('/');
    if (equals <= 0 || slash < equals) {
      throw bad(text, "expected interface=address/prefix, such as eth1=192.0.2.2/28");
    }
    final long address = address(text, parts[0].substring(equals + 1, slash));
    final int prefix = prefix(text, parts[0].substring(slash + 1));
    long gateway = 0;
    boolean backup = false;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].equals("backup")) {
        backup = true;
      } else if (parts[i].startsWith("via=")) {
        gateway = address(text, parts[i].substring("via=".length()));
      } else {
        throw bad(text, "unknown part '" + parts[i] + "'; known are via=GATEWAY and backup");
      }
    }
    checkUnicast(text, address);
    checkHost(text, address, prefix);
    if (gateway != 0) {
      checkGateway(text, gateway, address, prefix);
    }
    return new PathConfig(parts[0].substring(0, equals), 0, address, prefix, 0, gateway, backup);
  }

  public boolean hasGateway() {
    return gatewayHigh != 0 || gatewayLow != 0;
  }

  private static void checkUnicast(final String text, final long address) {
    final int first = IpAddress.v4(address) >>> 24;
    if (first == THIS_NETWORK || first == LOOPBACK || first >= FIRST_MULTICAST) {
      throw bad(text, format(address) + " is no address that a host can have on a link");
    }
  }

  /** In a subnet of more than two addresses the first is the subnet's own name and the last its broadcast. */
  private static void checkHost(final String text, final long address, final int prefix) {
    final int hostMask = hostMask(prefix);
    final int host = IpAddress.v4(address) & hostMask;
    if (prefix <= MAX_IPV4_PREFIX - 2 && (host == 0 || host == hostMask)) {
      throw bad(
          text,
          format(address) + " is the " + (host == 0 ? "network" : "broadcast") + " address of its /"
              + prefix);
    }
  }

  private static void checkGateway(final String text, final long gateway, final long address, final int prefix) {
    if (((IpAddress.v4(gateway) ^ IpAddress.v4(address)) & ~hostMask(prefix)) != 0) {
      throw bad(
          text,
          "the gateway " + format(gateway) + " is not in the subnet of " + format(address) + "/" + prefix);
    }
    checkHost(text, gateway, prefix);
    if (gateway == address) {
      throw bad(text, "the gateway is the path's own address");
    }
  }

  private static int hostMask(final int prefix) {
    return (int) (0xffff_ffffL >>> prefix);
  }

  private static String format(final long address) {
    return IpAddress.format(0, address);
  }

  private static long address(final String text, final String address) {
    try {
      return IpAddress.parseLow(address);
    } catch (IllegalArgumentException e) {
      throw bad(text, "'" + address + "' is not an IPv4 address");
    }
  }

  private static int prefix(final String text, final String prefix) {
    try {
      final int bits = Integer.parseInt(prefix);
      if (bits >= 1 && bits <= MAX_IPV4_PREFIX) {
        return bits;
      }
    } catch (NumberFormatException e) {
      // said below, with the rest
    }
    throw bad(text, "prefix length '" + prefix + "' is not a number from 1 to " + MAX_IPV4_PREFIX);
  }

  private static IllegalArgumentException bad(final String text, final String why) {
    return new IllegalArgumentException("path '" + text + "': " + why);
  }
}
