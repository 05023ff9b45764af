package org.braidwire.tuning.doctor;

import java.util.List;

/** What this JVM was started with; the launcher's profiles set it. Stateless. */
final class JvmChecks {
  private static final List<String> COLLECTORS =
      List.of("UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC", "UseEpsilonGC");

  private JvmChecks() {}

  static List<HostCheck> all() {
    return List.of(JvmChecks::collector, JvmChecks::heap, JvmChecks::statistics, JvmChecks::assertions);
  }

  private static Finding collector(final Host host) {
    final String chosen = COLLECTORS.stream()
        .filter(name -> host.jvm().has("-XX:+" + name))
        .findFirst()
        .orElse("");
    return Finding.of("garbage collector", chosen.isEmpty() ? "left to the JVM" : chosen)
        .why("the engine allocates nothing, but a collection for the application stops it as well")
        .cost("1 to 100 ms a collection, by collector and heap")
        .remedy("-XX:+UseSerialGC for a small heap, -XX:+UseZGC for a large one that the application fills")
        .advised(!chosen.isEmpty());
  }

  private static Finding heap(final Host host) {
    final String first = host.jvm().valueOf("-Xms");
    final String most = host.jvm().valueOf("-Xmx");
    final boolean fixed = !first.isEmpty() && first.equalsIgnoreCase(most);
    final boolean touched = host.jvm().has("-XX:+AlwaysPreTouch");
    return Finding.of("heap", (fixed ? "fixed at " + first : "grows") + (touched ? ", touched" : ", not touched"))
        .why("a heap that grows stops all threads, and the first touch of each page is a fault")
        .cost("0.5 us a page, ms to grow")
        .remedy("BRAIDWIRE_PROFILE=latency, or -Xms and -Xmx alike with -XX:+AlwaysPreTouch")
        .advised(fixed && touched);
  }

  private static Finding statistics(final Host host) {
    final boolean off = host.jvm().has("-XX:-UsePerfData");
    return Finding.of("JVM statistics", off ? "off" : "in a file in the temporary folder")
        .why("the JVM writes them into a mapped file; when the disk writes it back, a safepoint waits")
        .cost("ms, now and then")
        .remedy("-XX:-UsePerfData (jps and jstat no longer see the process)")
        .advised(off);
  }

  private static Finding assertions(final Host host) {
    final boolean on = host.jvm().flags().stream()
        .anyMatch(
            flag -> flag.equals("-ea") || flag.startsWith("-enableassertions") || flag.startsWith("-ea:"));
    return Finding.of("assertions", on ? "on" : "off")
        .why("with assertions every access to packet memory is checked")
        .cost("several times the time of a segment")
        .remedy("start without -ea")
        .advised(!on);
  }
}
