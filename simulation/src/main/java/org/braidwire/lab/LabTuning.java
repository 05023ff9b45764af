package org.braidwire.lab;

import java.util.Optional;

/**
 * What makes the devices of a laboratory faster or slower and changes nothing else: which cores receive, and what is
 * left to a device. For benchmarks, which look for each peer's best setting. Any thread.
 */
public final class LabTuning {
  private static final String FIRST_CORE = "1";
  private static final String WHERE_IT_WAS_SENT = "0";
  private static final int FIRST_PORT = 10_000;
  private static final int MOST_TIME_WAITS = 4_000_000;
  private static final int LONGEST_QUEUE = 4096;

  private final Laboratory laboratory;

  public LabTuning(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  /** Why {@link #leaveChecksumsToDevices} cannot be; empty when it can. */
  public static Optional<String> unavailableReason() {
    return LabCommand.locate("ethtool") == null
        ? Optional.of("'ethtool' was not found: apt-get install ethtool")
        : Optional.empty();
  }

  /**
   * Whether the first core does all receiving of both hosts at their ends of the links; else the core that sent also
   * does what is received.
   */
  public void steerReceive(final boolean toFirstCore) {
    final String cores = toFirstCore ? FIRST_CORE : WHERE_IT_WAS_SENT;
    for (final LabSide side : LabSide.values()) {
      final StringBuilder script = new StringBuilder(256);
      for (int link = 0; link < laboratory.plan().links(); link++) {
        script.append("for f in /sys/class/net/")
            .append(laboratory.plan().linkEnd(side, link));
        script.append("/queues/rx-*/rps_cpus; do [ ! -e $f ] || echo ").append(cores);
        script.append(" > $f; done\n");
      }
      inside(side, "sh", "-c", script.toString()); // ip netns exec mounts the namespace's own sysfs
    }
  }

  /**
   * Whether a kernel host leaves checksums to its devices, which on a veth is never to make them at all. A kernel
   * without this makes no super-segments either.
   */
  public void leaveChecksumsToDevices(final boolean wanted) {
    for (final LabSide side : LabSide.values()) {
      for (int link = 0; link < laboratory.plan().links(); link++) {
        inside(side, "ethtool", "-K", laboratory.plan().linkEnd(side, link), "tx", wanted ? "on" : "off");
      }
    }
  }

  /**
   * Lets kernel hosts have very many connections in a short time: nearly all ports for those that connect, long queues
   * for those that listen, and room for every connection in TIME_WAIT, none of which is cut short.
   */
  public void admitManyConnections() {
    final String script = "set -e; cd /proc/sys/net; echo " + FIRST_PORT
        + " 65535 > ipv4/ip_local_port_range; echo "
        + MOST_TIME_WAITS + " > ipv4/tcp_max_tw_buckets; echo " + LONGEST_QUEUE + " > core/somaxconn; echo "
        + LONGEST_QUEUE + " > ipv4/tcp_max_syn_backlog";
    for (final LabSide side : LabSide.values()) {
      inside(side, "sh", "-c", script);
    }
  }

  private void inside(final LabSide side, final String... command) {
    final String[] whole = new String[4 + command.length];
    whole[0] = "ip";
    whole[1] = "netns";
    whole[2] = "exec";
    whole[3] = laboratory.namespace(side);
    System.arraycopy(command, 0, whole, 4, command.length);
    LabCommand.run(whole);
  }
}
