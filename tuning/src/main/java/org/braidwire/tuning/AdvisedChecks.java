package org.braidwire.tuning;

import java.util.List;
import java.util.Optional;

/** What costs time or surprises, but stops nothing. Stateless. */
final class AdvisedChecks {
  private static final int ENOUGH_PROCESSORS = 2;
  private static final long LOCKED_MEMORY_BYTES = 64L << 20;
  private static final String CPU0 = "/sys/devices/system/cpu/cpu0/";

  private AdvisedChecks() {}

  static List<HostCheck> all() {
    return List.of(
        AdvisedChecks::forwarding,
        AdvisedChecks::lockedMemory,
        AdvisedChecks::processors,
        AdvisedChecks::isolation,
        AdvisedChecks::governor,
        AdvisedChecks::clockSource,
        AdvisedChecks::hugePages);
  }

  private static Finding forwarding(final Host host) {
    final Optional<String> forward = host.read("/proc/sys/net/ipv4/ip_forward");
    return Finding.advised(
        "IP forwarding",
        forward.map("0"::equals).orElse(true),
        forward.map(value -> "net.ipv4.ip_forward = " + value).orElse("unknown"),
        "a forwarding kernel answers for Braidwire's addresses with redirects, ARP and unreachables",
        "sysctl -w net.ipv4.ip_forward=0 in the namespace of the links");
  }

  private static Finding lockedMemory(final Host host) {
    final Optional<String> limit = host.line("/proc/self/limits", "Max locked memory");
    return Finding.advised(
        "locked memory",
        limit.map(line -> Limits.soft(line) >= LOCKED_MEMORY_BYTES).orElse(true),
        limit.map(line -> Limits.describe(Limits.soft(line), " bytes")).orElse("unknown"),
        "frame pools that cannot be locked may be paged out, one fault per first touch",
        "ulimit -l unlimited");
  }

  private static Finding processors(final Host host) {
    return Finding.advised(
        "processors",
        host.processors() >= ENOUGH_PROCESSORS,
        Integer.toString(host.processors()),
        "an engine that spins wants a processor to itself, the application another",
        "give the JVM at least " + ENOUGH_PROCESSORS + " processors, or use a parking idle strategy");
  }

  private static Finding isolation(final Host host) {
    final String isolated = host.read("/sys/devices/system/cpu/isolated").orElse("");
    return Finding.advised(
        "isolated processors",
        !isolated.isEmpty(),
        isolated.isEmpty() ? "none" : isolated,
        "the kernel's own work on an engine's processor is where the worst latencies come from",
        "boot with isolcpus=N nohz_full=N rcu_nocbs=N");
  }

  private static Finding governor(final Host host) {
    final Optional<String> governor = host.read(CPU0 + "cpufreq/scaling_governor");
    return Finding.advised(
        "frequency governor",
        governor.map("performance"::equals).orElse(true),
        governor.orElse("not told (virtual machine?)"),
        "a processor that slows down between packets takes some 50 us to come back",
        "cpupower frequency-set -g performance");
  }

  private static Finding clockSource(final Host host) {
    final Optional<String> source = host.read("/sys/devices/system/clocksource/clocksource0/current_clocksource");
    return Finding.advised(
        "clock source",
        source.map(AdvisedChecks::isCheap).orElse(true),
        source.orElse("unknown"),
        "the clock is read once a cycle: 20 to 35 ns from user space, about 1 us by a system call",
        "boot with clocksource=tsc tsc=reliable where the machine's TSC is stable");
  }

  private static boolean isCheap(final String source) {
    return source.equals("tsc") || source.equals("kvm-clock") || source.equals("arch_sys_counter");
  }

  private static Finding hugePages(final Host host) {
    final Optional<String> mode = host.read("/sys/kernel/mm/transparent_hugepage/enabled");
    return Finding.advised(
        "transparent huge pages",
        mode.map(text -> !text.contains("[always]")).orElse(true),
        mode.orElse("unknown"),
        "with 'always' the kernel compacts memory under a running engine",
        "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
  }
}
