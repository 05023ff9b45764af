package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's network beside Braidwire: what it does with our packets, and what it offers for them. Stateless. */
final class NetworkChecks {
  private static final String FORWARDING = "/proc/sys/net/ipv4/ip_forward";
  private static final String BPF_JIT = "/proc/sys/net/core/bpf_jit_enable";
  private static final String MPTCP = "/proc/sys/net/mptcp/";
  private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*");

  // TCX came with Linux 6.6.
  private static final int MAJOR = 6;
  private static final int TCX_MINOR = 6;

  /** The metadata of sending that ask for a checksum. */
  private static final int XDP_MINOR = 11;

  // linux/capability.h
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_BPF = 39;

  private NetworkChecks() {}

  static List<HostCheck> all() {
    return List.of(
        NetworkChecks::forwarding,
        NetworkChecks::firewall,
        NetworkChecks::afXdp,
        NetworkChecks::bpf,
        NetworkChecks::tcx,
        NetworkChecks::mptcpPeer);
  }

  private static Finding forwarding(final Host host) {
    final Optional<String> forward = host.read(FORWARDING);
    return Finding.of(
            "IP forwarding",
            forward.map(value -> "net.ipv4.ip_forward = " + value).orElse("unknown"))
        .why("a forwarding kernel answers for addresses it does not own: redirects, ARP, unreachables")
        .cost("connections that are reset, unless the port keeps the kernel silent")
        .remedy(Remedy.setting(
                "sysctl -w net.ipv4.ip_forward=0 in the namespace of the links; containers and VPNs of this"
                    + " host lose their way",
                FORWARDING,
                "0")
            .onlyIfAskedFor())
        .advised(forward.map("0"::equals).orElse(true));
  }

  private static Finding firewall(final Host host) {
    final Optional<Map<String, Integer>> rules = host.devices().firewallRules();
    final List<String> found = new ArrayList<>();
    rules.ifPresent(tables -> tables.forEach((table, count) -> found.add(count + " rules in nft table " + table)));
    host.read("/proc/net/ip_tables_names")
        .filter(tables -> !tables.isEmpty())
        .ifPresent(tables -> found.add("iptables tables " + tables.replaceAll("\\s+", " ")));
    final String none = rules.isPresent() ? "no rules" : "not told (needs CAP_NET_ADMIN)";
    return Finding.of("firewall", found.isEmpty() ? none : String.join(", ", found))
        .why("Braidwire's packets never enter the host's stack: its firewall neither sees nor stops them")
        .remedy("filter on the switch or router in front, or give Braidwire links that need no filter")
        .advised(found.isEmpty());
  }

  private static Finding afXdp(final Host host) {
    final boolean known = host.line("/proc/net/protocols", "XDP ").isPresent();
    final boolean old = isOlder(release(host), XDP_MINOR);
    final String found = known
        ? "in this kernel" + (old ? ", Linux " + release(host) + ", before 6.11" : "")
        : "not in this kernel";
    return Finding.of("AF_XDP", found)
        .why("it takes frames from the driver before the kernel makes packets of them")
        .cost("half the frames a second that are possible")
        .remedy("use Linux 6.11 or newer with CONFIG_XDP_SOCKETS; AF_PACKET works without")
        .advised(known && !old);
  }

  private static Finding bpf(final Host host) {
    final boolean known = host.exists("/proc/sys/kernel/unprivileged_bpf_disabled");
    final boolean allowed =
        NeededChecks.hasCapability(host, CAP_BPF) || NeededChecks.hasCapability(host, CAP_SYS_ADMIN);
    final boolean compiled =
        host.read(BPF_JIT).map(value -> !value.equals("0")).orElse(true);
    final String found =
        !known ? "not in this kernel" : !allowed ? "not allowed" : compiled ? "usable" : "interpreted";
    final Remedy remedy = !known
        ? Remedy.command("use a kernel with CONFIG_BPF_SYSCALL")
        : !allowed
            ? Remedy.command("run as root, or with CAP_BPF and CAP_NET_ADMIN")
            : Remedy.setting("sysctl -w net.core.bpf_jit_enable=1", BPF_JIT, "1");
    return Finding.of("BPF programs", found)
        .why("a port selects its own packets, and keeps the kernel silent about them, by a program")
        .cost("100 ns a frame where it is interpreted; without it only AF_PACKET with own addresses works")
        .remedy(remedy)
        .advised(known && allowed && compiled);
  }

  private static Finding tcx(final Host host) {
    final String release = release(host);
    final boolean old = isOlder(release, TCX_MINOR);
    return Finding.of("TCX", "Linux " + release + (old ? ", before 6.6" : ""))
        .why("by it the kernel is kept silent about our packets while AF_PACKET still sees them")
        .remedy("use Linux 6.6 or newer, or addresses of Braidwire's own with ip_forward=0")
        .advised(!old);
  }

  private static String release(final Host host) {
    return host.read("/proc/sys/kernel/osrelease").orElse("unknown");
  }

  /** Than 6.{@code minor}; what cannot be read is not. */
  private static boolean isOlder(final String release, final int minor) {
    final Matcher version = KERNEL.matcher(release);
    if (!version.matches()) {
      return false;
    }
    final int major = Integer.parseInt(version.group(1));
    return major < MAJOR || major == MAJOR && Integer.parseInt(version.group(2)) < minor;
  }

  private static Finding mptcpPeer(final Host host) {
    final String joins = MPTCP + "allow_join_initial_addr_port";
    final boolean closed = host.read(joins).filter("0"::equals).isPresent();
    final boolean summed =
        host.read(MPTCP + "checksum_enabled").filter("1"::equals).isPresent();
    final String found = !host.exists(MPTCP + "enabled")
        ? "no MPTCP in this kernel"
        : (closed ? "no joins to the first address" : "joins to the first address")
            + (summed ? ", DSS checksums on" : ", DSS checksums off")
            + host.read(MPTCP + "scheduler")
                .map(name -> ", scheduler " + name)
                .orElse("");
    final List<Setting> settings = new ArrayList<>();
    if (closed) {
      settings.add(new Setting(joins, "1"));
    }
    if (summed) {
      settings.add(new Setting(MPTCP + "checksum_enabled", "0"));
    }
    return Finding.of("kernel MPTCP as a peer", found)
        .why(
            "a kernel at the other end that takes no joins leaves one path; one that sums every byte is slower")
        .cost("the backup link; 50 ns a segment for the sum")
        .remedy(Remedy.settings(
                "sysctl -w net.mptcp.allow_join_initial_addr_port=1 net.mptcp.checksum_enabled=0",
                settings)
            .onlyIfAskedFor())
        .advised(settings.isEmpty());
  }
}
