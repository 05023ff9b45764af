package org.braidwire.tuning.doctor;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The JVM as the checks see it. A value.
 *
 * @param feature its feature release
 * @param nativeAccess whether it was started with native access
 * @param processors how many processors it may use
 * @param flags what it was started with, without class path and main class
 */
public record Jvm(int feature, boolean nativeAccess, int processors, List<String> flags) {

  /** The one that runs this. */
  static Jvm current() {
    return new Jvm(
        Runtime.version().feature(),
        Jvm.class.getModule().isNativeAccessEnabled(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  boolean has(final String flag) {
    return flags.contains(flag);
  }

  /** What follows {@code prefix} in the last flag that begins so, or empty. */
  String valueOf(final String prefix) {
    String value = "";
    for (final String flag : flags) {
      if (flag.startsWith(prefix)) {
        value = flag.substring(prefix.length());
      }
    }
    return value;
  }
}
