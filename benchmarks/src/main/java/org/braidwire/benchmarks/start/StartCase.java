package org.braidwire.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to start the JVM: a profile of the launcher's, with its AOT cache or without. A value.
 *
 * @param profile its name
 * @param home the folder of the repository, where profiles and caches lie
 * @param cached whether the profile's AOT cache is used; one that does not fit is then a failure
 */
record StartCase(String profile, Path home, boolean cached) {
  private static final List<String> PROFILES = List.of("default", "latency", "footprint");

  /** Every profile without a cache, and with one where one was made. */
  static List<StartCase> all(final Path home) {
    final List<StartCase> cases = new ArrayList<>();
    for (final String profile : PROFILES) {
      cases.add(new StartCase(profile, home, false));
      final StartCase cached = new StartCase(profile, home, true);
      if (Files.exists(cached.cache())) {
        cases.add(cached);
      }
    }
    return cases;
  }

  /** The profiles that have no cache, and so are measured without one only. */
  static List<String> withoutCache(final Path home) {
    return PROFILES.stream()
        .filter(profile -> !Files.exists(new StartCase(profile, home, true).cache()))
        .toList();
  }

  String title() {
    return profile + (cached ? ", AOT cache" : ", no cache");
  }

  private Path cache() {
    return home.resolve("cli/target/aot/" + profile + ".aot");
  }

  /** The flags of the profile, as a person would type them. */
  String flags() throws IOException {
    final List<String> flags = new ArrayList<>();
    for (final String file : List.of("common", profile)) {
      for (final String line :
          Files.readAllLines(home.resolve("cli/profiles").resolve(file + ".jvm"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          flags.add(line.strip());
        }
      }
    }
    return String.join(" ", flags);
  }

  /** As the launcher starts it. */
  List<String> command(final String mainClass, final List<String> arguments) {
    final Path profiles = home.resolve("cli/profiles");
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + profiles.resolve("common.jvm"));
    command.add("@" + profiles.resolve(profile + ".jvm"));
    if (cached) {
      command.add("-XX:AOTCache=" + cache());
      command.add("-XX:AOTMode=on");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
