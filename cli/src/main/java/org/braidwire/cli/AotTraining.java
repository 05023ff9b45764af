package org.braidwire.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/**
 * The run from which an AOT cache (JEP 514) is made: what most starts load and link, in memory and without a right, so
 * that every machine can make one. Started by {@code ./braidwire dev aot} alone; its output says nothing.
 */
final class AotTraining {
  private static final List<List<String>> RUNS = List.of(
      List.of("--help"),
      List.of("demo", "--memory", "--size", "4MiB"),
      List.of("doctor", "--interface", "lo"),
      List.of("stat", "--once"),
      List.of("jitter", "--duration", "50ms"));

  private AotTraining() {}

  /** Runs all of it; a command that ends with another status than it should has still loaded its classes. */
  public static void main(final String[] arguments) {
    for (final List<String> run : RUNS) {
      Main.commandLine()
          .setOut(new PrintWriter(Writer.nullWriter()))
          .setErr(new PrintWriter(Writer.nullWriter()))
          .execute(run.toArray(new String[0]));
    }
  }
}
