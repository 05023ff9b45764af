package org.braidwire.tuning.stat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link PublishingStack} in a JVM of its own; killed when it is closed and still runs. */
final class ChildProcess implements AutoCloseable {
  private final Process process;

  private ChildProcess(final Process process) {
    this.process = process;
  }

  static ChildProcess start(final Path folder) throws IOException {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(PublishingStack.class.getName());
    command.add(folder.toString());
    final ChildProcess child = new ChildProcess(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start());
    final String line = child.process.inputReader().readLine();
    if (!"ready".equals(line)) {
      child.close();
      throw new IOException("the child said: " + line);
    }
    return child;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as its user would. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  /** Ends it without giving it a chance to clean up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
