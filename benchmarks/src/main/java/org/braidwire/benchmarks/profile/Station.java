package org.braidwire.benchmarks.profile;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The stations of a segment's way, told from the class that is at work. Stateless. */
final class Station {
  /** Time of nobody's: the JVM's own, or the loop's. */
  static final String OTHER = "the JVM and the loop";

  /** Works for whoever calls it, so its time is the caller's. */
  private static final String HELPER = "org.braidwire.io.frame.Memory";

  private static final String BRAIDWIRE = "org.braidwire.";
  private static final String APPLICATION = "application: its bytes in and out";
  private static final String PORT = "port, frames, rings";
  private static final String SCHEDULER = "scheduler";

  /** By the beginning of a class's name; the longest that fits counts. */
  private static final Map<String, String> BY_PREFIX =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  static {
    BY_PREFIX.put("org.braidwire.benchmarks.loop.ApplicationBytes", APPLICATION);
    BY_PREFIX.put("org.braidwire.benchmarks.loop.StackLoop", APPLICATION);
    BY_PREFIX.put("org.braidwire.benchmarks.loop.AlternatingScheduler", SCHEDULER);
    BY_PREFIX.put("org.braidwire.io.", PORT);
    BY_PREFIX.put("org.braidwire.stack.wire.Checksum", "checksums");
    BY_PREFIX.put("org.braidwire.stack.wire.", "headers and options");
    BY_PREFIX.put("org.braidwire.stack.net.", "Ethernet and IP");
    BY_PREFIX.put("org.braidwire.stack.engine.", "engine: cycle, look-up");
    BY_PREFIX.put("org.braidwire.stack.base.", "timers, counters");
    BY_PREFIX.put("org.braidwire.stack.subflow.", "subflow (TCP)");
    BY_PREFIX.put("org.braidwire.stack.congestion.", "congestion control");
    BY_PREFIX.put("org.braidwire.stack.connection.", "connection (MPTCP)");
    BY_PREFIX.put("org.braidwire.stack.path.", "path management");
    BY_PREFIX.put("org.braidwire.stack.api.", "the application's interface");
    BY_PREFIX.put("org.braidwire.scheduler.", SCHEDULER);
  }

  private Station() {}

  /** Whether the class has a station of its own, as opposed to working for its caller. */
  static boolean hasOwn(final String className) {
    return className.startsWith(BRAIDWIRE) && !className.equals(HELPER);
  }

  static String of(final String className) {
    for (final Map.Entry<String, String> entry : BY_PREFIX.entrySet()) {
      if (className.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return OTHER;
  }
}
