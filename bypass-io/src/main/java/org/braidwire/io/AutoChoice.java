package org.braidwire.io;

import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.netlink.XdpFeatures;

/**
 * What {@link PortChoice#AUTO} makes of one interface: a pure function of what is known of it. AF_XDP only where no frame
 * is copied; everywhere else AF_PACKET, which takes and gives super-segments, moves more octets for the same work.
 *
 * @param io one of {@link PortChoice#KINDS}
 * @param why in a few words, for people
 */
record AutoChoice(String io, String why) {
  /**
   * @param driver of the interface
   * @param features what that driver announces
   * @param shared whether several engines share the interface
   * @param fits whether the frames of the pool hold its MTU as AF_XDP lays it out
   */
  static AutoChoice of(
      final NetworkInterfaceFacts facts,
      final DriverFacts driver,
      final XdpFeatures features,
      final boolean shared,
      final boolean fits) {
    if (!facts.ethernet()) {
      return packet("it has no link layer");
    }
    if (shared) {
      return packet("several engines share it");
    }
    if (driver.virtual()) {
      return packet("a virtual link, which passes super-segments whole");
    }
    if (!features.known()) {
      return packet("this kernel does not tell whether its driver has zero-copy AF_XDP; Linux 6.3 does");
    }
    if (!features.zeroCopy()) {
      return packet("its driver" + named(driver) + " has no zero-copy AF_XDP");
    }
    if (!fits) {
      return packet("the frames of AF_XDP do not hold an MTU of " + facts.mtuBytes());
    }
    return new AutoChoice(PortChoice.AF_XDP, "its driver" + named(driver) + " announces zero-copy");
  }

  private static AutoChoice packet(final String why) {
    return new AutoChoice(PortChoice.AF_PACKET, why);
  }

  private static String named(final DriverFacts driver) {
    return driver.name().isEmpty() ? "" : " " + driver.name();
  }

  /** What is left when AF_XDP was chosen and came to nothing. */
  AutoChoice refused(final String refusal) {
    return packet(why + ", but AF_XDP was refused: " + refusal);
  }

  /** An ending of the port's line. */
  String reason() {
    return " (--io auto: " + why + ")";
  }
}
