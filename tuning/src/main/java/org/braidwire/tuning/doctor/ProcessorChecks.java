package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What takes a processor away from an engine, or slows it down. Holds the plan; any thread. */
final class ProcessorChecks {
  static final String CPUS = "/sys/devices/system/cpu/";
  private static final String CLOCK_SOURCES = "/sys/devices/system/clocksource/clocksource0/";
  private static final String CLOCK_SOURCE = CLOCK_SOURCES + "current_clocksource";
  private static final String AVAILABLE_CLOCK_SOURCES = CLOCK_SOURCES + "available_clocksource";
  private static final int ENOUGH_PROCESSORS = 2;

  /** A processor that sleeps this deep wakes later than a packet takes through the stack; microseconds. */
  private static final int DEEP_EXIT_US = 10;

  private final BitSet engineCpus;

  /**
   * @param engineCpus processors meant for engines, may be empty
   */
  ProcessorChecks(final BitSet engineCpus) {
    this.engineCpus = engineCpus;
  }

  List<HostCheck> all() {
    return List.of(
        ProcessorChecks::processors,
        this::isolation,
        this::adaptiveTicks,
        ProcessorChecks::governor,
        ProcessorChecks::sleepStates,
        ProcessorChecks::clockSource);
  }

  /** Processors meant for engines: those of the plan, else those that the kernel isolates. */
  static BitSet engineCpus(final DoctorPlan plan, final Host host) {
    return plan.engineCpus().isEmpty() ? cpus(host, "isolated") : plan.engineCpus();
  }

  /** The list in a file of the kernel's; nothing where it is missing or says something else. */
  static BitSet cpus(final Host host, final String file) {
    try {
      return CpuList.parse(host.read(CPUS + file).orElse(""));
    } catch (final IllegalArgumentException strange) {
      return new BitSet();
    }
  }

  private static Finding processors(final Host host) {
    final int processors = host.jvm().processors();
    return Finding.of("processors", Integer.toString(processors))
        .why("an engine that spins wants a processor to itself, the application another")
        .cost("ms, whenever the scheduler takes turns")
        .remedy("give the JVM at least " + ENOUGH_PROCESSORS + " processors, or use --idle backoff")
        .advised(processors >= ENOUGH_PROCESSORS);
  }

  private Finding isolation(final Host host) {
    final BitSet isolated = cpus(host, "isolated");
    final BitSet open = (BitSet) engineCpus.clone();
    open.andNot(isolated);
    final boolean good = !isolated.isEmpty() && open.isEmpty();
    return Finding.of("isolated processors", CpuList.format(isolated) + missing(open, isolated))
        .why("other programs and the kernel's own work on an engine's processor make the worst latencies")
        .cost("10 us to 10 ms, at any time")
        .remedy("boot with isolcpus=" + wanted() + ", and pin the engine there")
        .advised(good);
  }

  private Finding adaptiveTicks(final Host host) {
    final BitSet tickless = cpus(host, "nohz_full");
    final BitSet open = (BitSet) engineCpus.clone();
    open.andNot(tickless);
    return Finding.of("tickless processors", CpuList.format(tickless) + missing(open, tickless))
        .why("the timer interrupt stops a spinning engine 100 to 1,000 times a second")
        .cost("1 to 3 us each time")
        .remedy("boot with nohz_full=" + wanted() + " rcu_nocbs=" + wanted())
        .advised(!tickless.isEmpty() && open.isEmpty());
  }

  private static String missing(final BitSet open, final BitSet have) {
    return open.isEmpty() || have.isEmpty() ? "" : ", without " + CpuList.format(open);
  }

  private String wanted() {
    return engineCpus.isEmpty() ? "N" : CpuList.format(engineCpus);
  }

  private static Finding governor(final Host host) {
    final List<Setting> settings = new ArrayList<>();
    final Map<String, Integer> found = new TreeMap<>();
    for (final String cpu : cpuFolders(host)) {
      final String file = CPUS + cpu + "/cpufreq/scaling_governor";
      final Optional<String> governor = host.read(file);
      governor.ifPresent(name -> found.merge(name, 1, Integer::sum));
      if (governor.isPresent() && !governor.get().equals("performance")) {
        settings.add(new Setting(file, "performance"));
      }
    }
    return Finding.of("frequency governor", found.isEmpty() ? "not told (virtual machine?)" : counted(found))
        .why("a processor that slows down between packets takes its time to come back")
        .cost("50 us after a pause")
        .remedy(Remedy.settings("cpupower frequency-set -g performance", settings))
        .advised(settings.isEmpty());
  }

  private static String counted(final Map<String, Integer> found) {
    if (found.size() == 1) {
      return found.keySet().iterator().next();
    }
    final List<String> parts = new ArrayList<>();
    found.forEach((name, count) -> parts.add(name + " on " + count));
    return String.join(", ", parts);
  }

  private static Finding sleepStates(final Host host) {
    final List<Setting> settings = new ArrayList<>();
    boolean told = false;
    int worstUs = 0;
    for (final String cpu : cpuFolders(host)) {
      for (final String state : host.list(CPUS + cpu + "/cpuidle")) {
        final String folder = CPUS + cpu + "/cpuidle/" + state + "/";
        final int exitUs = number(host.read(folder + "latency"));
        told = true;
        if (exitUs > DEEP_EXIT_US
            && host.read(folder + "disable").filter("0"::equals).isPresent()) {
          worstUs = Math.max(worstUs, exitUs);
          settings.add(new Setting(folder + "disable", "1"));
        }
      }
    }
    final String states =
        settings.isEmpty() ? "none deeper than " + DEEP_EXIT_US + " us" : "up to " + worstUs + " us";
    return Finding.of("sleep states", told ? states : "not told (virtual machine?)")
        .why(
            "a processor that sleeps deep wakes late: every engine that parks, and every interrupt, pays for it")
        .cost("the state's exit latency, up to " + worstUs + " us")
        .remedy(Remedy.settings("cpupower idle-set -D " + DEEP_EXIT_US + " (costs power)", settings))
        .advised(settings.isEmpty());
  }

  private static int number(final Optional<String> text) {
    return text.filter(digits -> digits.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static List<String> cpuFolders(final Host host) {
    return host.list(CPUS).stream().filter(name -> name.matches("cpu\\d+")).toList();
  }

  private static Finding clockSource(final Host host) {
    final Optional<String> source = host.read(CLOCK_SOURCE);
    return Finding.of("clock source", source.orElse("unknown"))
        .why("the clock is read once a cycle; only a cheap one is read without a system call")
        .cost("1 us a cycle instead of 30 ns")
        .remedy(cheaperClock(host))
        .advised(source.map(ProcessorChecks::isCheap).orElse(true));
  }

  /** Only by name: where the kernel left the cheap clock alone, it had a reason that it told its log. */
  private static Remedy cheaperClock(final Host host) {
    return host.read(AVAILABLE_CLOCK_SOURCES)
        .flatMap(names -> Arrays.stream(names.split("\\s+"))
            .filter(ProcessorChecks::isCheap)
            .findFirst())
        .map(name -> Remedy.setting("echo " + name + " > " + CLOCK_SOURCE, CLOCK_SOURCE, name)
            .onlyIfAskedFor())
        .orElse(Remedy.command("boot with clocksource=tsc tsc=reliable where the machine's TSC is stable"));
  }

  private static boolean isCheap(final String source) {
    return source.equals("tsc") || source.equals("kvm-clock") || source.equals("arch_sys_counter");
  }
}
