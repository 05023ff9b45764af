package org.braidwire.benchmarks.setup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/** Who takes part in {@code bench setup}, by the names that reports use; each has hosts of its own. */
final class SetupPeers {
  /** The far end listens on so many ports, in turn, for of each pair of hosts and port a client has but its own ports. */
  static final int PORTS = 32;

  static final int FIRST_PORT = 5001;

  static final String BRAIDWIRE = "Braidwire";
  static final String KERNEL_MPTCP = "kernel MPTCP";
  static final String KERNEL_TCP = "kernel TCP";

  private final SetupPlan plan;
  private final EndPair pair;

  SetupPeers(final SetupPlan plan, final EndPair pair) {
    this.plan = plan;
    this.pair = pair;
  }

  /** All of them, in the order of their turns. */
  Map<String, Supplier<SetupPeer>> all() {
    final Map<String, Supplier<SetupPeer>> peers = new LinkedHashMap<>();
    for (final SetupWay way : SetupWay.values()) {
      peers.put(way.of(BRAIDWIRE), () -> braidwire(way));
      peers.put(way.of(KERNEL_MPTCP), () -> kernel(way.of(KERNEL_MPTCP), Protocol.MPTCP, way));
      peers.put(way.of(KERNEL_TCP), () -> kernel(way.of(KERNEL_TCP), Protocol.TCP, way));
    }
    return peers;
  }

  private SetupPeer braidwire(final SetupWay way) {
    final Laboratory hosts = Laboratory.open(LabPlan.links(1).withTwoWires().withPorts(plan.ports()));
    final int most = plan.mostConnections();
    return new SetupPeer(
        way.of(BRAIDWIRE),
        hosts,
        pair,
        null,
        way.sharesCore(),
        outstanding -> new BraidwireSetupNear(hosts, way, outstanding, most),
        outstanding -> new BraidwireSetupFar(hosts, way, most));
  }

  private SetupPeer kernel(final String name, final Protocol protocol, final SetupWay way) {
    final Laboratory hosts = Laboratory.open(
        LabPlan.links(1).withTwoKernels().withoutSubflowEndpoints().withPorts(plan.ports()));
    try {
      new LabTuning(hosts).admitManyConnections();
    } catch (final RuntimeException failure) {
      hosts.close();
      throw failure;
    }
    return new SetupPeer(
        name,
        hosts,
        pair,
        protocol,
        way.sharesCore(),
        outstanding -> new KernelSetupNear(hosts, new KernelShape(protocol, way, outstanding)),
        outstanding -> new KernelSetupFar(hosts, new KernelShape(protocol, way, outstanding)));
  }
}
