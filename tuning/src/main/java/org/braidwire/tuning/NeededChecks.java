package org.braidwire.tuning;

import java.util.List;
import java.util.Optional;

/** What real links need: the JVM, rights, namespaces, the kernel's MPTCP as a peer. Stateless. */
final class NeededChecks {
  static final int JAVA_FEATURE = 25;

  // linux/capability.h
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_ADMIN = 21;

  private static final long MIN_OPEN_FILES = 1024;

  private NeededChecks() {}

  static List<HostCheck> all() {
    return List.of(
        NeededChecks::java,
        NeededChecks::nativeAccess,
        NeededChecks::rawSockets,
        NeededChecks::namespaces,
        NeededChecks::iproute,
        NeededChecks::kernelMptcp,
        NeededChecks::openFiles);
  }

  private static Finding java(final Host host) {
    return Finding.needed(
        "Java",
        host.javaFeature() >= JAVA_FEATURE,
        "JDK " + host.javaFeature(),
        "the classes are compiled for Java " + JAVA_FEATURE,
        "install a JDK " + JAVA_FEATURE + " and set JAVA25_HOME to it");
  }

  private static Finding nativeAccess(final Host host) {
    return Finding.needed(
        "native access",
        host.nativeAccess(),
        host.nativeAccess() ? "enabled" : "not enabled",
        "the stack addresses native memory and calls the kernel by java.lang.foreign",
        "start java with --enable-native-access=ALL-UNNAMED");
  }

  private static Finding rawSockets(final Host host) {
    final boolean granted = hasCapability(host, CAP_NET_RAW);
    return Finding.needed(
        "CAP_NET_RAW",
        granted,
        granted ? "granted" : "not granted",
        "AF_PACKET sockets take frames from the wire; without it only the in-memory wire works",
        "run as root, or: setcap cap_net_raw,cap_net_admin+ep on the java binary");
  }

  private static Finding namespaces(final Host host) {
    final boolean supported = host.exists("/proc/self/ns/net");
    final boolean allowed = hasCapability(host, CAP_SYS_ADMIN) && hasCapability(host, CAP_NET_ADMIN);
    return Finding.needed(
        "network namespaces",
        supported && allowed,
        supported ? (allowed ? "usable" : "no right to make them") : "not in this kernel",
        "the demo joins two namespaces by links of its own",
        supported ? "run as root" : "use a kernel with CONFIG_NET_NS");
  }

  private static Finding iproute(final Host host) {
    final boolean ip = host.hasProgram("ip");
    final boolean tc = host.hasProgram("tc");
    return Finding.needed(
        "iproute2",
        ip && tc,
        ip && tc ? "ip and tc" : "no " + (ip ? "tc" : "ip"),
        "the demo sets its links up by ip and makes them fail by tc",
        "apt-get install iproute2");
  }

  private static Finding kernelMptcp(final Host host) {
    final Optional<String> enabled = host.read("/proc/sys/net/mptcp/enabled");
    return Finding.needed(
        "kernel MPTCP",
        enabled.filter("1"::equals).isPresent(),
        enabled.map(value -> "net.mptcp.enabled = " + value).orElse("not in this kernel"),
        "the demo's peer is the kernel; 'demo --peer braidwire' does without",
        enabled.isPresent() ? "sysctl -w net.mptcp.enabled=1" : "use a kernel with CONFIG_MPTCP");
  }

  private static Finding openFiles(final Host host) {
    final Optional<String> limit = host.line("/proc/self/limits", "Max open files");
    return Finding.needed(
        "open files",
        limit.map(line -> Limits.soft(line) >= MIN_OPEN_FILES).orElse(true),
        limit.map(line -> Limits.describe(Limits.soft(line), "")).orElse("unknown"),
        "a path takes a handful of descriptors, a JVM some hundred",
        "ulimit -n 4096");
  }

  private static boolean hasCapability(final Host host, final int bit) {
    return host.line("/proc/self/status", "CapEff:")
        .map(hex -> (Long.parseUnsignedLong(hex, 16) & 1L << bit) != 0)
        .orElse(false);
  }
}
