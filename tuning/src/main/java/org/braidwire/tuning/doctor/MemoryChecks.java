package org.braidwire.tuning.doctor;

import java.util.List;
import java.util.Optional;

/** What makes memory slow at the wrong moment. Stateless. */
final class MemoryChecks {
  private static final String HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage/";
  private static final String NUMA_BALANCING = "/proc/sys/kernel/numa_balancing";
  private static final long LOCKED_MEMORY_BYTES = 64L << 20;

  private MemoryChecks() {}

  static List<HostCheck> all() {
    return List.of(
        MemoryChecks::lockedMemory,
        MemoryChecks::transparentHugePages,
        MemoryChecks::compaction,
        MemoryChecks::hugePages,
        MemoryChecks::numaBalancing);
  }

  private static Finding lockedMemory(final Host host) {
    final Optional<String> limit = host.line("/proc/self/limits", "Max locked memory");
    return Finding.of(
            "locked memory",
            limit.map(line -> Limits.describe(Limits.soft(line), " bytes"))
                .orElse("unknown"))
        .why("memory that cannot be locked may be paged out, one fault per first touch")
        .cost("1 us a fault, 100 us from a disk")
        .remedy("ulimit -l unlimited")
        .advised(limit.map(line -> Limits.soft(line) >= LOCKED_MEMORY_BYTES)
            .orElse(true));
  }

  private static Finding transparentHugePages(final Host host) {
    final Optional<String> mode = host.read(HUGE_PAGES + "enabled");
    return Finding.of("transparent huge pages", mode.orElse("unknown"))
        .why("with 'always' the kernel gathers huge pages under a running engine and moves its memory")
        .cost("10 us to 1 ms, now and then")
        .remedy(Remedy.setting("echo madvise > " + HUGE_PAGES + "enabled", HUGE_PAGES + "enabled", "madvise"))
        .advised(mode.map(text -> !text.contains("[always]")).orElse(true));
  }

  private static Finding compaction(final Host host) {
    final Optional<String> mode = host.read(HUGE_PAGES + "defrag");
    return Finding.of("huge page compaction", mode.orElse("unknown"))
        .why("with 'always' a first touch of memory waits until the kernel has made a huge page free")
        .cost("100 us to 10 ms at a page fault")
        .remedy(Remedy.setting("echo madvise > " + HUGE_PAGES + "defrag", HUGE_PAGES + "defrag", "madvise"))
        .advised(mode.map(text -> !text.contains("[always]")).orElse(true));
  }

  private static Finding hugePages(final Host host) {
    final String reserved = host.line("/proc/meminfo", "HugePages_Total:").orElse("unknown");
    final boolean wanted = host.jvm().has("-XX:+UseLargePages");
    return Finding.of("huge pages", reserved + " reserved" + (wanted ? ", wanted by the JVM" : ""))
        .why(
            "the JVM asks for reserved huge pages and silently does without; Braidwire's own pools ask for none")
        .cost("some ns a memory access that misses the TLB")
        .remedy("sysctl -w vm.nr_hugepages=N for a heap of N x 2 MiB, soon after boot")
        .advised(!wanted || !reserved.equals("0"));
  }

  private static Finding numaBalancing(final Host host) {
    final boolean on = host.read(NUMA_BALANCING).filter("1"::equals).isPresent();
    final boolean nodes = host.exists("/sys/devices/system/node/node1");
    return Finding.of("NUMA balancing", !nodes ? "one node" : on ? "on, several nodes" : "off")
        .why("the kernel unmaps pages to see who uses them, and moves them")
        .cost("1 us a page, in bursts")
        .remedy(Remedy.setting("sysctl -w kernel.numa_balancing=0", NUMA_BALANCING, "0"))
        .advised(!on || !nodes);
  }
}
