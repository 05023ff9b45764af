package org.braidwire.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets up the two hosts of a laboratory: namespaces, switches, links, addresses, endpoints, in this order. Closing it
 * removes all of it.
 */
final class LabHosts implements AutoCloseable {
  private static final Path SYSCTL = Path.of("/proc/sys/net");
  private static final int MAX_SUBFLOWS = 8;

  /**
   * Indexes differ between the two ends of a link: of a veth that has its peer's index the kernel thinks that it is
   * its own lower device, and then holds back news of its carrier for up to a second.
   */
  private static final int KERNEL_INDEX = 11;

  private static final int WIRE_INDEX = 21;

  private final LabPlan plan;
  private final String kernel;
  private final String wire;
  private TunRelay relay;

  LabHosts(final LabPlan plan, final String kernel, final String wire) {
    this.plan = plan;
    this.kernel = kernel;
    this.wire = wire;
  }

  void make() {
    LabNamespaces.OURS.add(kernel);
    LabNamespaces.OURS.add(wire);
    set(kernel, switches(false));
    set(wire, switches(plan.host().forwards()));
    batch(kernel, "link set lo up\n");
    if (plan.tunnels()) {
      relay = TunRelay.open(plan, kernel, wire);
    } else {
      for (int link = 0; link < plan.links(); link++) {
        joinByVeth(link, WIRE_INDEX + link);
      }
    }
    bridge(kernel, LabSide.KERNEL);
    bridge(wire, LabSide.WIRE);
    configureDevices();
    batch(kernel, host(LabSide.KERNEL, !plan.kernelIsWire()));
    batch(wire, "link set lo up\n" + host(LabSide.WIRE, wireIsAddressed()));
    endpoints();
  }

  private void joinByVeth(final int link, final int wireIndex) {
    batch(
        kernel,
        "link add " + plan.linkEnd(LabSide.KERNEL, link) + " index " + (KERNEL_INDEX + link)
            + " type veth peer name " + plan.linkEnd(LabSide.WIRE, link) + " index " + wireIndex + " netns "
            + wire + "\n");
  }

  /** Takes both ends of a veth link away, addresses and all. */
  void removeLink(final int link) {
    batch(kernel, "link del " + plan.linkEnd(LabSide.KERNEL, link) + "\n");
  }

  /** Makes a link anew that was removed: the kernel's end as it was, the wire's with another index. */
  void restoreLink(final int link) {
    joinByVeth(link, WIRE_INDEX + plan.links() + link);
    configureDevices();
    batch(kernel, device(LabSide.KERNEL, link, !plan.kernelIsWire()));
    batch(wire, device(LabSide.WIRE, link, wireIsAddressed()));
  }

  private boolean wireIsAddressed() {
    return plan.wireIsKernel() || plan.host().sharesAddresses();
  }

  private void configureDevices() {
    set(kernel, deviceSwitches(LabSide.KERNEL));
    set(wire, deviceSwitches(LabSide.WIRE));
    steerReceive(kernel, LabSide.KERNEL);
    steerReceive(wire, LabSide.WIRE);
  }

  /** Joins each link of a side with what its stack opens there, by a bridge that has no address, if the plan says so. */
  private void bridge(final String namespace, final LabSide side) {
    if (!plan.isBridged(side)) {
      return;
    }
    final StringBuilder commands = new StringBuilder(512);
    for (int link = 0; link < plan.links(); link++) {
      final String device = LabAddresses.device(side, link);
      final String inner = plan.bridgePort(side, link);
      final String bridge = plan.bridge(side, link);
      commands.append("link add ").append(bridge).append(" type bridge mcast_snooping 0\n");
      commands.append(
          plan.isTapped(side)
              ? "tuntap add dev " + device + " mode tap vnet_hdr\n"
              : "link add " + device + " type veth peer name " + inner + "\n");
      for (final String port : List.of(inner, plan.linkEnd(side, link))) {
        commands.append("link set ")
            .append(port)
            .append(" master ")
            .append(bridge)
            .append(" up\n");
      }
      commands.append("link set ").append(bridge).append(" up\n");
    }
    batch(namespace, commands.toString());
    // A bridge that passes through netfilter loses what is no good IP packet, which tests send on purpose.
    set(namespace, List.of("bridge/bridge-nf-call-iptables=0"));
  }

  private String host(final LabSide side, final boolean addressed) {
    final StringBuilder commands = new StringBuilder(512);
    for (int link = 0; link < plan.links(); link++) {
      commands.append(device(side, link, addressed));
    }
    return commands.toString();
  }

  private String device(final LabSide side, final int link, final boolean addressed) {
    final String device = LabAddresses.device(side, link);
    final StringBuilder commands = new StringBuilder(128);
    if (addressed) {
      commands.append("addr add ").append(LabAddresses.of(side, link)).append('/');
      commands.append(LabAddresses.PREFIX_LENGTH)
          .append(" dev ")
          .append(device)
          .append('\n');
      if (!plan.ports().offloads()) {
        commands.append("link set ").append(device).append(" gso_max_segs 1\n");
      }
    }
    if (side == LabSide.WIRE && plan.host() == LabHost.ROUTER) {
      commands.append("addr add ").append(LabAddresses.host(link)).append('/');
      commands.append(LabAddresses.PREFIX_LENGTH)
          .append(" dev ")
          .append(plan.hostDevice(side, link))
          .append('\n');
    }
    return commands.append("link set ").append(device).append(" up\n").toString();
  }

  private void endpoints() {
    final StringBuilder commands = new StringBuilder(256);
    commands.append("mptcp limits set subflow ").append(MAX_SUBFLOWS);
    commands.append(" add_addr_accepted ").append(MAX_SUBFLOWS).append('\n');
    if (plan.wireIsKernel()) {
      batch(wire, commands.toString());
    }
    if (plan.kernelIsWire()) {
      return; // nothing there asks the kernel's path manager, which the kernel may lack
    }
    for (int link = 1; plan.kernel().subflowEndpoints() && link < plan.links(); link++) {
      commands.append("mptcp endpoint add ").append(LabAddresses.kernel(link));
      commands.append(" dev ")
          .append(LabAddresses.device(LabSide.KERNEL, link))
          .append(" subflow\n");
    }
    batch(kernel, commands.toString());
  }

  /** What makes a namespace silent and the same every time; a name this kernel lacks is skipped. */
  private List<String> switches(final boolean forwarding) {
    return List.of(
        "ipv6/conf/all/disable_ipv6=1",
        "ipv6/conf/default/disable_ipv6=1",
        // With forwarding the kernel answers for addresses that are not its own: ARP, redirects, unreachables.
        "ipv4/ip_forward=" + (forwarding ? 1 : 0),
        // A client's second subflow arrives on link 2 for the address of link 1: the weak host model.
        "ipv4/conf/all/rp_filter=0",
        "ipv4/conf/default/rp_filter=0",
        "ipv4/tcp_no_metrics_save=1",
        // A socket that wants keep-alive asks a peer after a second, and twice.
        "ipv4/tcp_keepalive_time=1",
        "ipv4/tcp_keepalive_intvl=1",
        "ipv4/tcp_keepalive_probes=2",
        "mptcp/enabled=" + (plan.kernel().mptcp() ? 1 : 0),
        "mptcp/checksum_enabled=" + (plan.kernel().checksum() ? 1 : 0),
        "mptcp/allow_join_initial_addr_port=" + (plan.kernel().initialJoins() ? 1 : 0),
        // Stripped options in one test must not switch MPTCP off for the next one.
        "mptcp/blackhole_timeout=0");
  }

  private List<String> deviceSwitches(final LabSide side) {
    final List<String> settings = new ArrayList<>();
    for (int link = 0; link < plan.links(); link++) {
      settings.add("ipv4/conf/" + plan.linkEnd(side, link) + "/rp_filter=0");
    }
    return settings;
  }

  /** veth reorders when two cores send on one flow; receive steering to one core stops it. */
  private void steerReceive(final String namespace, final LabSide side) {
    final StringBuilder script = new StringBuilder(256);
    for (int link = 0; link < plan.links(); link++) {
      script.append("for f in /sys/class/net/").append(plan.linkEnd(side, link));
      script.append("/queues/rx-*/rps_cpus; do [ ! -e $f ] || echo 1 > $f; done\n");
    }
    LabCommand.run("ip", "netns", "exec", namespace, "sh", "-c", script.toString()); // mounts its own sysfs
  }

  private static void set(final String namespace, final List<String> settings) {
    LabInside.call(namespace, () -> {
      for (final String setting : settings) {
        final int equals = setting.indexOf('=');
        final Path file = SYSCTL.resolve(setting.substring(0, equals));
        if (Files.exists(file)) {
          write(file, setting.substring(equals + 1));
        }
      }
      return null;
    });
  }

  private static void write(final Path file, final String value) {
    try {
      Files.writeString(file, value, StandardCharsets.US_ASCII);
    } catch (final IOException failure) {
      throw new LaboratoryException("cannot set " + file + " to " + value, failure);
    }
  }

  private static void batch(final String namespace, final String commands) {
    LabCommand.runWithInput(commands, "ip", "-n", namespace, "-batch", "-");
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
      relay = null;
    }
    LabNamespaces.OURS.remove(kernel);
    LabNamespaces.OURS.remove(wire);
  }
}
