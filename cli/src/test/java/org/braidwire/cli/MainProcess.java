package org.braidwire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a test starts Braidwire in a JVM of its own, with the flags that the launcher gives it. */
public final class MainProcess {
  private MainProcess() {}

  /**
   * A command line that may be continued.
   *
   * @param under what the JVM is started by, such as {@code ip netns exec}; may be empty
   * @param arguments of Braidwire
   */
  public static List<String> command(final List<String> under, final String... arguments) {
    final List<String> command = new ArrayList<>(under);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
