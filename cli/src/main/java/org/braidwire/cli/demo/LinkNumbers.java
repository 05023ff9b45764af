package org.braidwire.cli.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braidwire.lab.LabAddresses;

/** Which link, counted from 1, a name or an address of the demo belongs to. */
final class LinkNumbers {
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private LinkNumbers() {}

  /** The number in an interface's name: {@code wire2}, {@code kern2}, {@code link2a}. */
  static int ofName(final String name) {
    final Matcher digits = DIGITS.matcher(name);
    return digits.find() ? Integer.parseInt(digits.group()) : 0;
  }

  /** The link whose network {@code address} lies in; 0 when it is none of ours. */
  static int ofAddress(final String address) {
    for (int link = 0; link < LabAddresses.MAX_LINKS; link++) {
      if (LabAddresses.kernel(link).equals(address)
          || LabAddresses.wire(link).equals(address)) {
        return link + 1;
      }
    }
    return 0;
  }
}
