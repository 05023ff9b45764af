package org.braidwire.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A namespace with one veth pair, {@code near} and {@code far}, both up; removed on close. */
public final class VethLink implements AutoCloseable {
  public static final String NEAR = "near";
  public static final String FAR = "far";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String namespace = "bw" + ProcessHandle.current().pid() + "io" + NUMBER.incrementAndGet();

  public VethLink(final int mtuBytes) throws IOException, InterruptedException {
    run("ip", "netns", "add", namespace);
    try {
      ip(
          "link",
          "add",
          "dev",
          NEAR,
          "mtu",
          "" + mtuBytes,
          "type",
          "veth",
          "peer",
          "name",
          FAR,
          "mtu",
          "" + mtuBytes);
      ip("link", "set", NEAR, "up");
      ip("link", "set", FAR, "up");
    } catch (final IOException e) {
      close();
      throw e;
    }
  }

  public String namespace() {
    return namespace;
  }

  /** {@code ip} inside the namespace. */
  public void ip(final String... arguments) throws IOException, InterruptedException {
    in("ip", arguments);
  }

  /** Any of iproute2's programs inside the namespace. */
  public void in(final String program, final String... arguments) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of(program, "-n", namespace));
    command.addAll(List.of(arguments));
    run(command.toArray(new String[0]));
  }

  /** Any program inside the namespace. */
  public void exec(final String... command) throws IOException, InterruptedException {
    final List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    inside.addAll(List.of(command));
    run(inside.toArray(new String[0]));
  }

  private static void run(final String... command) throws IOException, InterruptedException {
    final Process process =
        new ProcessBuilder(command).redirectErrorStream(true).start();
    final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run("ip", "netns", "del", namespace);
  }
}
