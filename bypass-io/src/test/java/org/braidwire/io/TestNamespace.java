package org.braidwire.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.linux.NetNamespace;

/** A network namespace of a test's own, silent until the test speaks; it goes with all that is in it on close. */
public final class TestNamespace implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name = "bw" + ProcessHandle.current().pid() + "io" + NUMBER.incrementAndGet();

  public TestNamespace() throws IOException, InterruptedException {
    run("ip", "netns", "add", name);
    set("net/ipv6/conf/all/disable_ipv6", "1");
    set("net/ipv6/conf/default/disable_ipv6", "1");
  }

  /** Writes a switch of the kernel in this namespace; one that this kernel lacks is left alone. */
  public void set(final String name, final String value) throws IOException, InterruptedException {
    final Path file = Path.of("/proc/sys", name);
    try {
      NetNamespace.call(this.name, () -> Files.exists(file) ? Files.writeString(file, value) : null);
    } catch (final IOException | InterruptedException | RuntimeException clear) {
      throw clear;
    } catch (final Exception other) {
      throw new IOException(other);
    }
  }

  public String name() {
    return name;
  }

  /** {@code ip} inside the namespace; what it printed. */
  public String ip(final String... arguments) throws IOException, InterruptedException {
    return in("ip", arguments);
  }

  /** The same for one line of arguments. */
  public String ip(final String arguments) throws IOException, InterruptedException {
    return in("ip", arguments.split(" ", -1));
  }

  /** Any of iproute2's programs inside the namespace; what it printed. */
  public String in(final String program, final String... arguments) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of(program, "-n", name));
    command.addAll(List.of(arguments));
    return run(command.toArray(new String[0]));
  }

  /** Any program inside the namespace; what it printed. */
  public String exec(final String... command) throws IOException, InterruptedException {
    final List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
    inside.addAll(List.of(command));
    return run(inside.toArray(new String[0]));
  }

  private static String run(final String... command) throws IOException, InterruptedException {
    final Process process =
        new ProcessBuilder(command).redirectErrorStream(true).start();
    final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("ip", "netns", "del", name);
  }
}
