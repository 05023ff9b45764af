package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelTrouble;

/** Whether a run that came to its end passed: one line for each condition that did not hold. */
final class Verdict {
  static final List<String> OWN_MUST_BE_ZERO = List.of(
      "HMAC_FAILURES",
      "FALLBACKS",
      "DSS_CHECKSUM_ERRORS",
      "DSS_MAPPING_ERRORS",
      "MP_FAIL_RECEIVED",
      "RESETS_RECEIVED",
      "FASTCLOSE_RECEIVED",
      "HANDLER_FAILURES");

  private final DemoPlan plan;
  private final List<String> failures = new ArrayList<>();

  Verdict(final DemoPlan plan) {
    this.plan = plan;
  }

  /** @param kernel the counters of a peer that is the kernel, else null */
  List<String> failures(final EndResult own, final EndResult peer, final KernelCounters kernel) {
    direction(plan.peerName() + " -> " + plan.ownName(), peer, own);
    direction(plan.ownName() + " -> " + plan.peerName(), own, peer);
    for (int link = 1; link <= plan.links(); link++) {
      carried(link, own);
    }
    require(own.multipath() && peer.multipath(), "a connection is no longer MPTCP");
    counters(plan.ownName(), own);
    failures.addAll(PortVerdict.failures(plan, plan.ownName(), own, kernel != null));
    if (kernel == null) {
      counters(plan.peerName(), peer);
      failures.addAll(PortVerdict.failures(plan, plan.peerName(), peer, false));
      final EndResult server = plan.reverse() ? peer : own;
      joins(server.counter("JOINS_ESTABLISHED"));
    } else {
      joins(plan.reverse() ? kernel.get("MPTcpExtMPJoinAckRx") : own.counter("JOINS_ESTABLISHED"));
      kernel(KernelTrouble.PROTOCOL, kernel);
      kernel(KernelTrouble.PEER_RESETS, kernel);
    }
    return failures;
  }

  private void direction(final String name, final EndResult from, final EndResult to) {
    require(to.bulk().fault().isEmpty(), name + ": " + to.bulk().fault());
    require(to.messages().fault().isEmpty(), name + ": " + to.messages().fault());
    require(
        from.bulk().sentBytes() == to.bulk().receivedBytes(),
        name + ": " + from.bulk().sentBytes() + " bytes sent, "
            + to.bulk().receivedBytes() + " arrived");
    require(
        to.bulk().receivedBytes() >= plan.sizeBytes(),
        name + ": only " + to.bulk().receivedBytes() + " bytes of " + plan.sizeBytes());
    require(
        from.messages().units() == to.messages().unitsReceived(),
        name + ": " + from.messages().units() + " messages sent, "
            + to.messages().unitsReceived() + " arrived");
    require(to.bulk().hasArrivedFrom(from.bulk()), name + ": the digests differ");
  }

  private void carried(final int link, final EndResult own) {
    long sent = 0;
    long received = 0;
    for (final SubflowSample subflow : own.subflows()) {
      sent += subflow.link() == link ? subflow.sentBytes() : 0;
      received += subflow.link() == link ? subflow.receivedBytes() : 0;
    }
    require(sent > 0, "link " + link + " carried nothing from " + plan.ownName());
    require(received > 0, "link " + link + " carried nothing to " + plan.ownName());
  }

  private void counters(final String end, final EndResult result) {
    for (final String name : OWN_MUST_BE_ZERO) {
      require(result.counter(name) == 0, end + " counter " + name + " is " + result.counter(name) + ", not 0");
    }
  }

  private void kernel(final List<String> mustBeZero, final KernelCounters kernel) {
    for (final String name : mustBeZero) {
      require(kernel.get(name) == 0, "kernel counter " + name + " is " + kernel.get(name) + ", not 0");
    }
  }

  /** Of the end that listens; a join counts once its HMAC was found right. */
  private void joins(final long accepted) {
    require(accepted >= 1, "no join was accepted");
  }

  private void require(final boolean held, final String otherwise) {
    if (!held) {
      failures.add(otherwise);
    }
  }
}
