package org.braidwire.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.braidwire.io.port.Claim;
import org.braidwire.stack.wire.IpAddress;

/**
 * The addressing plan of a {@link Laboratory}: link {@code n} (from 0) is the network {@code 192.0.2.(16 n)/28}
 * (RFC 5737), on which the kernel's host is .1 and Braidwire's .2.
 */
public final class LabAddresses {
  /** Links at most: what fits the documentation network, less than the kernel's bound of eight subflows. */
  public static final int MAX_LINKS = 8;

  public static final int PREFIX_LENGTH = 28;
  private static final int ADDRESSES_PER_LINK = 16;

  private LabAddresses() {}

  /** The kernel host's address on {@code link}, as text. */
  public static String kernel(final int link) {
    return of(LabSide.KERNEL, link);
  }

  /** Braidwire's address on {@code link}, as text. */
  public static String wire(final int link) {
    return of(LabSide.WIRE, link);
  }

  /** The address on {@code link} of the kernel beside Braidwire, where that has one; as text. */
  public static String host(final int link) {
    Objects.checkIndex(link, MAX_LINKS);
    return "192.0.2." + (link * ADDRESSES_PER_LINK + 3);
  }

  public static String of(final LabSide side, final int link) {
    Objects.checkIndex(link, MAX_LINKS);
    return "192.0.2." + (link * ADDRESSES_PER_LINK + (side == LabSide.KERNEL ? 1 : 2));
  }

  /** Every address of {@code side}, for a stack of ours with that many links: each of its ports takes them all. */
  public static List<Claim> claims(final LabSide side, final int links) {
    return IntStream.range(0, links)
        .mapToObj(link -> Claim.address(0, IpAddress.parseLow(of(side, link))))
        .toList();
  }

  public static InetSocketAddress socket(final LabSide side, final int link, final int port) {
    return new InetSocketAddress(literal(of(side, link)), port);
  }

  /** The wildcard; kernel listeners must use it, or joins to a second address get a reset. */
  public static InetSocketAddress any(final int port) {
    return new InetSocketAddress(literal("0.0.0.0"), port);
  }

  /** A path of {@code side} over {@code link}, as {@code --path} takes it. */
  public static String path(final LabSide side, final int link) {
    return path(device(side, link), side, link);
  }

  /** The same where the interface has a name of its own. */
  public static String path(final String device, final LabSide side, final int link) {
    return device + "=" + of(side, link) + "/" + PREFIX_LENGTH;
  }

  /** The interface on {@code side} of {@code link}; for people links count from 1. */
  public static String device(final LabSide side, final int link) {
    Objects.checkIndex(link, MAX_LINKS);
    return (side == LabSide.KERNEL ? "kern" : "wire") + (link + 1);
  }

  private static InetAddress literal(final String address) {
    try {
      return InetAddress.getByName(address);
    } catch (final UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
