package org.braidwire.tuning.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braidwire.io.linux.EthtoolFacts;

/** A made-up host under a folder, on which nothing is found; a test takes away or spoils what it is about. */
final class FakeMachine {
  static final List<String> GOOD_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData");
  static final EthtoolFacts GOOD_NIC = new EthtoolFacts(
      "ixgbe",
      new EthtoolFacts.Rings(4096, 4096, 4096, 4096),
      new EthtoolFacts.Coalescing(0, 0, false),
      new EthtoolFacts.Queues(0, 0, 4, 64),
      new EthtoolFacts.Offloads(true, true, false, true, true));

  final Path root;
  final Map<String, EthtoolFacts> interfaces = new HashMap<>();
  Optional<Map<String, Integer>> firewallRules = Optional.of(Map.of());
  Jvm jvm = new Jvm(25, true, 4, GOOD_FLAGS);

  FakeMachine(final Path root) {
    this.root = root;
    write("proc/self/status", "Name:\tjava\nCapEff:\t000001ffffffffff\n");
    write("proc/self/ns/net", "");
    write(
        "proc/self/limits",
        "Max open files            1048576   1048576   files\nMax locked memory  unlimited unlimited bytes\n");
    write("proc/sys/net/mptcp/enabled", "1\n");
    write("proc/sys/net/mptcp/allow_join_initial_addr_port", "1\n");
    write("proc/sys/net/mptcp/checksum_enabled", "0\n");
    write("proc/sys/net/ipv4/ip_forward", "0\n");
    write("proc/sys/net/core/bpf_jit_enable", "1\n");
    write("proc/sys/kernel/unprivileged_bpf_disabled", "2\n");
    write("proc/sys/kernel/osrelease", "6.18.1\n");
    write("proc/net/protocols", "protocol  size sockets\nXDP       1088      0\nMPTCP     1856      0\n");
    write("proc/meminfo", "MemTotal:  8 kB\nHugePages_Total:       0\n");
    write("sys/devices/system/cpu/online", "0-3\n");
    write("sys/devices/system/cpu/isolated", "2-3\n");
    write("sys/devices/system/cpu/nohz_full", "2-3\n");
    for (int cpu = 0; cpu < 4; cpu++) {
      write(cpu(cpu, "cpufreq/scaling_governor"), "performance\n");
      state(cpu, 0, 0, false);
      state(cpu, 1, 2, false);
    }
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    write("sys/kernel/mm/transparent_hugepage/defrag", "always defer defer+madvise [madvise] never\n");
    irq(24, "0-1", "eth1-TxRx-0");
    program("ip");
    program("tc");
    nic("eth1");
  }

  Host host() {
    return new Host(root, jvm, new Devices() {
      @Override
      public Optional<EthtoolFacts> ethtool(final String interfaceName) {
        return Optional.ofNullable(interfaces.get(interfaceName));
      }

      @Override
      public Optional<Map<String, Integer>> firewallRules() {
        return firewallRules;
      }
    });
  }

  /** What is found with eth1 to be used and the isolated processors for engines. */
  List<Finding> examine() {
    return new Doctor(host(), new DoctorPlan(List.of("eth1"), new BitSet())).examine();
  }

  Finding finding(final String subject) {
    return examine().stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding " + subject));
  }

  /** Spoils things, and gives back the subjects that are then not well. */
  List<String> complaints() {
    return examine().stream()
        .filter(finding -> finding.status() != Finding.Status.OK)
        .map(Finding::subject)
        .toList();
  }

  static String cpu(final int cpu, final String file) {
    return "sys/devices/system/cpu/cpu" + cpu + "/" + file;
  }

  void state(final int cpu, final int state, final int exitUs, final boolean disabled) {
    write(cpu(cpu, "cpuidle/state" + state + "/latency"), exitUs + "\n");
    write(cpu(cpu, "cpuidle/state" + state + "/disable"), (disabled ? 1 : 0) + "\n");
  }

  void irq(final int number, final String cpus, final String handler) {
    final String folder = "proc/irq/" + number + "/";
    write(folder + "smp_affinity_list", cpus + "\n");
    write(folder + "spurious", "count 0\n");
    if (!handler.isEmpty()) {
      folder(folder + handler);
    }
  }

  /** A real device with interrupt 24 and two queues each way. */
  void nic(final String name) {
    final String folder = "sys/class/net/" + name + "/";
    write(folder + "operstate", "up\n");
    write(folder + "speed", "10000\n");
    write(folder + "mtu", "1500\n");
    write(folder + "queues/rx-0/rps_cpus", "00\n");
    write(folder + "queues/rx-1/rps_cpus", "00\n");
    write(folder + "queues/tx-0/xps_cpus", "01\n");
    write(folder + "queues/tx-1/xps_cpus", "02\n");
    write(folder + "device/msi_irqs/24", "msi\n");
    interfaces.put(name, GOOD_NIC);
  }

  void write(final String path, final String text) {
    final Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(final String path) {
    try {
      return Files.readString(root.resolve(path)).strip();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(final String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void folder(final String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void program(final String name) {
    write("usr/sbin/" + name, "");
    try {
      Files.setPosixFilePermissions(
          root.resolve("usr/sbin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
