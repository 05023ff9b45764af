package org.braidwire.io;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.braidwire.io.linux.Capabilities;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of its machine. A missing need skips the test with a reason, or fails it when the environment
 * variable {@code BRAIDWIRE_REQUIRE} names the need (a list such as {@code root,netns,tshark}).
 */
public final class Requirement {
  private static final String VARIABLE = "BRAIDWIRE_REQUIRE";

  private Requirement() {}

  public static void root() {
    need("root", Capabilities.isRoot() && Capabilities.hasNetRaw(), "needs root");
  }

  /** Root, iproute2 and a kernel that makes network namespaces and veth pairs. */
  public static void netns() {
    final boolean able = Capabilities.isRoot() && Capabilities.hasSysAdmin() && onPath("ip");
    if (!able) {
      need("netns", false, "needs root and iproute2 for network namespaces");
      return;
    }
    final String probe = "bw" + ProcessHandle.current().pid() + "probe";
    final boolean made = succeeds("ip", "netns", "add", probe)
        && succeeds("ip", "-n", probe, "link", "add", "probe0", "type", "veth", "peer", "name", "probe1");
    succeeds("ip", "netns", "del", probe);
    need("netns", made, "this kernel makes no network namespaces with veth pairs");
  }

  /** A program on the path, for example {@code tshark}. */
  public static void tool(final String program) {
    need(program, onPath(program), "needs the program " + program);
  }

  private static void need(final String name, final boolean there, final String reason) {
    if (there) {
      return;
    }
    final String required = System.getenv(VARIABLE);
    if (required != null && Arrays.asList(required.split("[,\\s]+")).contains(name)) {
      Assertions.fail(reason + ", and " + VARIABLE + " demands " + name);
    }
    Assumptions.abort(reason);
  }

  private static boolean onPath(final String program) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  private static boolean succeeds(final String... command) {
    try {
      final Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (final IOException e) {
      return false;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
