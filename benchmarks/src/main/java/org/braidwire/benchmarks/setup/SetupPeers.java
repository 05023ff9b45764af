package org.braidwire.benchmarks.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.StackConfig;

/** Who takes part in {@code bench setup}, and what they have in common; each peer makes hosts of its own. */
final class SetupPeers {
  static final int MAX_OUTSTANDING = 64;

  static final String BRAIDWIRE = "Braidwire";
  static final String KERNEL_MPTCP = "kernel MPTCP";
  static final String KERNEL_TCP = "kernel TCP";

  /** The server listens on so many ports, for each takes no more connections in TIME_WAIT than a client has ports. */
  static final int PORTS = 32;

  static final int FIRST_PORT = 5001;
  static final int FRAMES = 16 * 1024;
  static final int CHUNKS = 1024;

  /** More than one host makes in one comparison. */
  private static final int MAX_CONNECTIONS = 1 << 20;

  private static final int BUFFER_BYTES = 128 << 10;
  private static final String MAX_TIME_WAIT = "4000000";
  private static final String CLIENT_PORTS = "10000 65535";

  private SetupPeers() {}

  /** All of them, in the order of their turns. */
  static List<Supplier<SetupSession>> all(final PortChoice choice, final EndPair pair) {
    final List<Supplier<SetupSession>> peers = new ArrayList<>();
    for (final boolean oneCore : new boolean[] {false, true}) {
      peers.add(() -> braidwire(choice, pair, oneCore));
      peers.add(() -> kernel(KERNEL_MPTCP, Protocol.MPTCP, pair, oneCore));
    }
    peers.add(() -> kernel(KERNEL_TCP, Protocol.TCP, pair, false));
    return peers;
  }

  private static SetupSession braidwire(final PortChoice choice, final EndPair pair, final boolean oneCore) {
    final Laboratory hosts = Laboratory.open(LabPlan.links(1).withTwoWires().withPorts(choice));
    return new SetupSession(
        BRAIDWIRE, hosts, pair, oneCore, new BraidwireSetupClient(hosts), new BraidwireSetupServer(hosts));
  }

  private static SetupSession kernel(
      final String name, final Protocol protocol, final EndPair pair, final boolean oneCore) {
    final Laboratory hosts = Laboratory.open(LabPlan.links(1).withTwoKernels());
    for (final LabSide side : LabSide.values()) {
      set(hosts.namespace(side), "tcp_max_tw_buckets", MAX_TIME_WAIT);
      set(hosts.namespace(side), "ip_local_port_range", CLIENT_PORTS);
    }
    return new SetupSession(
        name,
        hosts,
        pair,
        oneCore,
        new KernelSetupClient(hosts, protocol),
        new KernelSetupServer(hosts, protocol));
  }

  private static void set(final String namespace, final String setting, final String value) {
    try {
      NetNamespace.call(
          namespace,
          () -> Files.writeString(Path.of("/proc/sys/net/ipv4", setting), value, StandardCharsets.US_ASCII));
    } catch (final IOException refused) {
      throw new BenchException("net.ipv4." + setting + " cannot be set: " + refused.getMessage(), refused);
    } catch (final RuntimeException failure) {
      throw failure;
    } catch (final Exception failure) {
      throw new BenchException("net.ipv4." + setting + " cannot be set", failure);
    }
  }

  /** Braidwire's configuration at either end. */
  static StackConfig config() {
    final StackConfig defaults = StackConfig.defaults();
    return new StackConfig(
        BUFFER_BYTES,
        BUFFER_BYTES,
        defaults.checksum(),
        true,
        true,
        defaults.scheduler(),
        defaults.congestionControl(),
        MAX_CONNECTIONS);
  }

  /** A kernel that has too many connections in TIME_WAIT forgets them early; then it would be cheaper than it is. */
  static void checkTimeWaitKept(final KernelCounters since) {
    final long forgotten = since.get("TcpExtTCPTimeWaitOverflow");
    if (forgotten != 0) {
      throw new BenchException("the kernel gave up TIME_WAIT of " + forgotten + " connections");
    }
  }
}
