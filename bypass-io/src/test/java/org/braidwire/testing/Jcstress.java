package org.braidwire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the jcstress tests of a module in a JVM of its own, as jcstress wants it, and fails as they fail. The report
 * lies in {@code target/jcstress}. {@value #MODE} chooses another mode of jcstress than a quick look.
 */
public final class Jcstress {
  /** System property with the name of a mode: {@code quick}, {@code default}, {@code tough}. */
  public static final String MODE = "braidwire.jcstress";

  private static final String QUICK = "quick";
  private static final String JVM = "--enable-native-access=ALL-UNNAMED -ea:org.braidwire...";
  private static final String SHUFFLE =
      "-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";

  /** A line of progress; the last one tells the result. */
  private static final Pattern RESULTS =
      Pattern.compile("Results: (\\d+) planned; (\\d+) passed, 0 failed, 0 soft errs, 0 hard errs");

  private static final Path REPORT = Path.of("target", "jcstress");
  private static final long QUICK_LIMIT_SECONDS = 240;
  private static final long LIMIT_SECONDS = TimeUnit.HOURS.toSeconds(2);

  private Jcstress() {}

  /**
   * Runs every test whose name begins with {@code prefix}.
   *
   * @param atLeast how many there are at least, so that an empty run is no success
   */
  public static void run(final String prefix, final int atLeast) throws IOException, InterruptedException {
    final String mode = System.getProperty(MODE, QUICK);
    Files.createDirectories(REPORT);
    final Path log = REPORT.resolve("log.txt");
    final Process process = new ProcessBuilder(command(prefix, mode))
        .directory(REPORT.toFile()) // where it leaves its results
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    final boolean ended =
        process.waitFor(mode.equals(QUICK) ? QUICK_LIMIT_SECONDS : LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    final String said = Files.readString(log);
    assertThat(ended).as(() -> "jcstress did not end:\n" + said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    final Matcher results = RESULTS.matcher(said);
    int passed = 0;
    while (results.find()) {
      passed = results.group(1).equals(results.group(2)) ? Integer.parseInt(results.group(2)) : 0;
    }
    assertThat(passed).as(() -> "all passed in the end:\n" + said).isGreaterThanOrEqualTo(atLeast);
  }

  private static List<String> command(final String prefix, final String mode) {
    final List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "org.openjdk.jcstress.Main",
        "-m",
        mode,
        "-t",
        prefix.replace(".", "\\."),
        "-sc",
        "false",
        "-r",
        "."));
    if (mode.equals(QUICK)) {
      // One JVM a test, with the compiler's shuffling of instructions, wherever the scheduler puts its threads.
      command.addAll(List.of("-f", "1", "-iters", "3", "-time", "200", "-af", "NONE"));
      command.addAll(List.of("-jvmArgs", JVM + " " + SHUFFLE));
    } else {
      command.addAll(List.of("-jvmArgsPrepend", JVM));
    }
    return command;
  }
}
