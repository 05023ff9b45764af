package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.PortChoice;

/**
 * Whether an end's frames reached the wire as the plan asked: by that kind of port, in the mode that it has on veth links,
 * with super-segments and checksums left to the device where that was wanted and the port can, and without where not. From
 * what the ports say of themselves and what they counted.
 */
final class PortVerdict {
  private static final String MEMORY = "in-memory wire ";
  private static final String GIVES_SUPER_SEGMENTS = "super-segments left to the ";
  private static final String GIVES_CHECKSUMS = ", checksums left to the ";
  private static final String GIVES_NOTHING = "nothing left to the ";

  private final DemoPlan plan;
  private final String end;
  private final EndResult result;
  private final List<String> failures = new ArrayList<>();

  private PortVerdict(final DemoPlan plan, final String end, final EndResult result) {
    this.plan = plan;
    this.end = end;
    this.result = result;
  }

  /**
   * One line for each condition that did not hold.
   *
   * @param end name of an end that is a Braidwire
   * @param peerIsKernel whether the other end is the kernel, which leaves super-segments whole on the laboratory's links
   *     while the plan has offloads
   */
  static List<String> failures(
      final DemoPlan plan, final String end, final EndResult result, final boolean peerIsKernel) {
    final PortVerdict verdict = new PortVerdict(plan, end, result);
    verdict.kind();
    verdict.sent();
    if (peerIsKernel && plan.ports().offloads()) {
      verdict.positive("RX_SUPER_SEGMENTS", "from a kernel that leaves them whole");
    }
    verdict.zero("RX_TRUNCATED", "");
    return verdict.failures;
  }

  private void kind() {
    require(
        result.ports().size() == plan.links(),
        end + " has " + result.ports().size() + " ports, not " + plan.links());
    final String wanted = plan.memory() ? MEMORY : beginning(plan.ports().io());
    final boolean chosen = !plan.memory() && plan.ports().io().equals(PortChoice.AUTO);
    for (final String port : result.ports()) {
      require(port.startsWith(wanted), end + " has another port than " + wanted.strip() + ": " + port);
      require(port.contains("--io auto: ") == chosen, end + " has a port that was not chosen as asked: " + port);
      if (isXdp()) {
        require(isGenericCopy(port), end + " has a port that is not in generic and copy mode: " + port);
      }
    }
  }

  private boolean isXdp() {
    return !plan.memory() && plan.ports().io().equals(PortChoice.AF_XDP);
  }

  /** What AF_XDP chooses on the veth links of the laboratory, which it says with its reasons (ADR 0011). */
  private static boolean isGenericCopy(final String port) {
    return port.contains(": generic mode (") && port.contains("), copy mode (");
  }

  /** How a port of that kind begins to describe itself; auto is AF_PACKET on the veth links of the laboratory. */
  private static String beginning(final String io) {
    return switch (io) {
      case PortChoice.AF_XDP -> "AF_XDP on ";
      case PortChoice.TAP -> "TAP ";
      default -> "AF_PACKET on ";
    };
  }

  private void sent() {
    final boolean has = result.ports().stream().anyMatch(port -> port.contains(GIVES_SUPER_SEGMENTS));
    if (has) {
      positive("TX_SUPER_SEGMENTS", "with offloads on");
    } else {
      zero("TX_SUPER_SEGMENTS", "where no port has them");
    }
    if (plan.memory()) {
      return;
    }
    if (!plan.ports().offloads()) {
      left(GIVES_NOTHING, "nothing");
    } else if (isXdp()) {
      left(GIVES_CHECKSUMS, "checksums");
    } else {
      require(has, end + " was to leave super-segments to the device and does not");
    }
  }

  private void left(final String saying, final String what) {
    for (final String port : result.ports()) {
      require(port.contains(saying), end + " was to leave " + what + " to the device: " + port);
    }
  }

  private void positive(final String counter, final String when) {
    require(result.portCounter(counter) > 0, end + " counted no " + counter + " " + when);
  }

  private void zero(final String counter, final String when) {
    final long value = result.portCounter(counter);
    require(value == 0, end + " counter " + counter + " is " + value + ", not 0 " + when);
  }

  private void require(final boolean held, final String otherwise) {
    if (!held) {
      failures.add(otherwise.strip());
    }
  }
}
