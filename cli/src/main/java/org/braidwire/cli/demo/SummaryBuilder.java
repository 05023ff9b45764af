package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.lab.KernelCounters;

/** Puts together what is published of a run. One use, one thread. */
final class SummaryBuilder {
  private static final double MEGA = 1e6;

  private final DemoPlan plan;
  private final EndResult own;
  private final EndResult peer;
  private final KernelCounters kernel;

  /** @param kernel the counters of a peer that is the kernel; null where it is none, or they are not known */
  SummaryBuilder(final DemoPlan plan, final EndResult own, final EndResult peer, final KernelCounters kernel) {
    this.plan = plan;
    this.own = own;
    this.peer = peer;
    this.kernel = kernel;
  }

  DemoSummary build(
      final List<String> failures,
      final List<DemoSummary.Phase> phases,
      final StallWatch stalls,
      final long playedNs) {
    final double seconds = playedNs / 1e9;
    final Map<String, Map<String, Long>> reinjected = new LinkedHashMap<>();
    final Map<String, DemoSummary.Copies> copies = new LinkedHashMap<>();
    final Map<String, List<String>> ports = new LinkedHashMap<>();
    final Map<String, Map<String, Long>> counters = new LinkedHashMap<>();
    reinjected.put(plan.ownName(), own.reinjectedBytes());
    copies.put(plan.ownName(), copies(own));
    ports.put(plan.ownName(), own.ports());
    counters.put(plan.ownName(), nonZero(own.counters()));
    if (!plan.kernelPeer()) {
      reinjected.put(plan.peerName(), peer.reinjectedBytes());
      copies.put(plan.peerName(), copies(peer));
      ports.put(plan.peerName(), peer.ports());
      counters.put(plan.peerName(), nonZero(peer.counters()));
    } else if (kernel != null) {
      counters.put(plan.peerName(), kernel.nonZero("MPTcpExt"));
    }
    return new DemoSummary(
        plan.mode(),
        seconds,
        failures.isEmpty(),
        failures,
        List.of(
            direction(plan.peerName() + " -> " + plan.ownName(), peer, own, seconds),
            direction(plan.ownName() + " -> " + plan.peerName(), own, peer, seconds)),
        phases,
        own.subflows(),
        reinjected,
        copies,
        stalls.count(),
        stalls.longestNs() / MEGA,
        ports,
        counters);
  }

  private static DemoSummary.Direction direction(
      final String name, final EndResult from, final EndResult to, final double seconds) {
    final List<DemoSummary.Waits> waits = new ArrayList<>();
    for (int phase = 0; phase < to.bulk().waits().size(); phase++) {
      waits.add(new DemoSummary.Waits(
          to.bulk().waits().get(phase).phase(),
          to.bulk().waits().get(phase).longestGapNs() / MEGA,
          to.messages().waits().get(phase).worstDelayNs() / MEGA));
    }
    return new DemoSummary.Direction(
        name,
        to.bulk().receivedBytes(),
        from.bulk().sentBytes(),
        to.messages().unitsReceived(),
        from.messages().units(),
        to.bulk().hasArrivedFrom(from.bulk()),
        to.bulk().receivedDigest(),
        to.bulk().receivedBytes() / MEGA / seconds,
        waits);
  }

  /** Received frames are copied with their headers, so the port's copies are counted by frame bytes. */
  private static DemoSummary.Copies copies(final EndResult end) {
    final long sentBytes = end.bulk().sentBytes() + end.messages().sentBytes();
    final long receivedBytes = end.bulk().receivedBytes() + end.messages().receivedBytes();
    return new DemoSummary.Copies(
        ratio(end.counter("SENT_COPIED_BYTES"), sentBytes)
            + ratio(end.portCounter("TX_COPIED_BYTES"), end.portCounter("TX_BYTES")),
        ratio(end.counter("RECEIVED_COPIED_BYTES"), receivedBytes)
            + ratio(end.portCounter("RX_COPIED_BYTES"), end.portCounter("RX_BYTES")));
  }

  private static double ratio(final long part, final long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static Map<String, Long> nonZero(final Map<String, Long> counters) {
    final Map<String, Long> kept = new LinkedHashMap<>();
    counters.forEach((name, value) -> {
      if (value != 0) {
        kept.put(name, value);
      }
    });
    return kept;
  }
}
