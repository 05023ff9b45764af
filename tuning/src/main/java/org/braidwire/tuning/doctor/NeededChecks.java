package org.braidwire.tuning.doctor;

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
    return Finding.of("Java", "JDK " + host.jvm().feature())
        .why("the classes are compiled for Java " + JAVA_FEATURE)
        .remedy("install a JDK " + JAVA_FEATURE + " and set JAVA25_HOME to it")
        .needed(host.jvm().feature() >= JAVA_FEATURE);
  }

  private static Finding nativeAccess(final Host host) {
    return Finding.of("native access", host.jvm().nativeAccess() ? "enabled" : "not enabled")
        .why("the stack addresses native memory and calls the kernel by java.lang.foreign")
        .remedy("start java with --enable-native-access=ALL-UNNAMED")
        .needed(host.jvm().nativeAccess());
  }

  private static Finding rawSockets(final Host host) {
    final boolean granted = hasCapability(host, CAP_NET_RAW);
    return Finding.of("CAP_NET_RAW", granted ? "granted" : "not granted")
        .why("AF_PACKET sockets take frames from the wire; without it only the in-memory wire works")
        .remedy("run as root, or: setcap cap_net_raw,cap_net_admin+ep on the java binary")
        .needed(granted);
  }

  private static Finding namespaces(final Host host) {
    final boolean supported = host.exists("/proc/self/ns/net");
    final boolean allowed = hasCapability(host, CAP_SYS_ADMIN) && hasCapability(host, CAP_NET_ADMIN);
    final String found = supported ? (allowed ? "usable" : "no right to make them") : "not in this kernel";
    return Finding.of("network namespaces", found)
        .why("the demo joins two namespaces by links of its own")
        .remedy(supported ? "run as root" : "use a kernel with CONFIG_NET_NS")
        .needed(supported && allowed);
  }

  private static Finding iproute(final Host host) {
    final boolean ip = host.hasProgram("ip");
    final boolean tc = host.hasProgram("tc");
    return Finding.of("iproute2", ip && tc ? "ip and tc" : "no " + (ip ? "tc" : "ip"))
        .why("the demo sets its links up by ip and makes them fail by tc")
        .remedy("apt-get install iproute2")
        .needed(ip && tc);
  }

  private static Finding kernelMptcp(final Host host) {
    final String switchFile = "/proc/sys/net/mptcp/enabled";
    final Optional<String> enabled = host.read(switchFile);
    return Finding.of(
            "kernel MPTCP",
            enabled.map(value -> "net.mptcp.enabled = " + value).orElse("not in this kernel"))
        .why("the demo's peer is the kernel; 'demo --peer braidwire' does without")
        .remedy(
            enabled.isPresent()
                ? Remedy.setting("sysctl -w net.mptcp.enabled=1", switchFile, "1")
                : Remedy.command("use a kernel with CONFIG_MPTCP"))
        .needed(enabled.filter("1"::equals).isPresent());
  }

  private static Finding openFiles(final Host host) {
    final Optional<String> limit = host.line("/proc/self/limits", "Max open files");
    return Finding.of(
            "open files",
            limit.map(line -> Limits.describe(Limits.soft(line), ""))
                .orElse("unknown"))
        .why("a path takes a handful of descriptors, a JVM some hundred")
        .remedy("ulimit -n 4096")
        .needed(limit.map(line -> Limits.soft(line) >= MIN_OPEN_FILES).orElse(true));
  }

  static boolean hasCapability(final Host host, final int bit) {
    return host.line("/proc/self/status", "CapEff:")
        .map(hex -> (Long.parseUnsignedLong(hex, 16) & 1L << bit) != 0)
        .orElse(false);
  }
}
