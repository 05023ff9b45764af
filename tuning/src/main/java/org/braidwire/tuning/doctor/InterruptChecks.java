package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Interrupts that come to the processors of engines. Holds the plan; any thread. */
final class InterruptChecks {
  private static final String IRQS = "/proc/irq/";
  private static final Set<String> FILES = Set.of(
      "affinity_hint",
      "effective_affinity",
      "effective_affinity_list",
      "node",
      "smp_affinity",
      "smp_affinity_list",
      "spurious");

  private final BitSet engineCpus;

  /**
   * @param engineCpus processors meant for engines, may be empty
   */
  InterruptChecks(final BitSet engineCpus) {
    this.engineCpus = engineCpus;
  }

  List<HostCheck> all() {
    return List.of(this::affinity, InterruptChecks::balancer);
  }

  private Finding affinity(final Host host) {
    final BitSet others = ProcessorChecks.cpus(host, "online");
    others.andNot(engineCpus);
    final List<String> numbers = new ArrayList<>();
    final List<Setting> settings = new ArrayList<>();
    for (final String irq : host.list(IRQS)) {
      if (irq.matches("\\d+") && isHandled(host, irq) && reaches(host, irq, engineCpus)) {
        numbers.add(irq);
        if (!others.isEmpty()) {
          settings.add(new Setting(IRQS + irq + "/smp_affinity_list", CpuList.format(others)));
        }
      }
    }
    final String found = engineCpus.isEmpty()
        ? "no processor is set aside for an engine (--cpus)"
        : numbers.size() + " may come to " + CpuList.format(engineCpus);
    return Finding.of("interrupts", found)
        .why("an interrupt on an engine's processor runs before the engine goes on")
        .cost("1 to 10 us each")
        .remedy(Remedy.settings(
            "echo " + CpuList.format(others) + " > /proc/irq/N/smp_affinity_list, N one of "
                + String.join(" ", numbers),
            settings))
        .advised(numbers.isEmpty());
  }

  /** Each handler has a folder beside these files; a line without one is not in use. */
  private static boolean isHandled(final Host host, final String irq) {
    return host.list(IRQS + irq).stream().anyMatch(name -> !FILES.contains(name));
  }

  /** Whether the interrupt may be delivered to one of {@code cpus}. */
  static boolean reaches(final Host host, final String irq, final BitSet cpus) {
    try {
      return CpuList.parse(host.read(IRQS + irq + "/smp_affinity_list").orElse(""))
          .intersects(cpus);
    } catch (final IllegalArgumentException strange) {
      return false;
    }
  }

  private static Finding balancer(final Host host) {
    final boolean running = host.list("/proc").stream()
        .filter(name -> name.matches("\\d+"))
        .anyMatch(pid -> host.read("/proc/" + pid + "/comm")
            .filter("irqbalance"::equals)
            .isPresent());
    return Finding.of("irqbalance", running ? "running" : "not running")
        .why("it moves interrupts back to where they were taken away from, minutes later")
        .cost("1 to 10 us an interrupt")
        .remedy(
            "systemctl disable --now irqbalance, or set IRQBALANCE_BANNED_CPULIST to the engines' processors")
        .advised(!running);
  }
}
