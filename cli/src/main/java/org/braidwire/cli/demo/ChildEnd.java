package org.braidwire.cli.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.braidwire.cli.json.Json;

/**
 * A Braidwire end in a JVM of its own: asked by a line on its standard input, answering by one line of JSON. It dies
 * when its input closes, so no peer outlives the demo.
 */
final class ChildEnd implements DemoEnd {
  private static final long EXIT_TIMEOUT_MS = 3_000;

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private ChildEnd(final Process process) {
    this.process = process;
    requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the same Java with the same flags; returns when its stack runs. */
  static ChildEnd start(final String namespace, final DemoPlan plan) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DemoPeer.class.getName());
    command.add(namespace);
    command.add(Json.write(plan));
    try {
      final ChildEnd child = new ChildEnd(new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start());
      try {
        child.ask("start");
      } catch (final RuntimeException failure) {
        child.close();
        throw failure;
      }
      return child;
    } catch (final IOException refused) {
      throw new DemoException("cannot start the peer's JVM: " + refused.getMessage(), refused);
    }
  }

  private synchronized String ask(final String request) {
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
      final String answer = answers.readLine();
      if (answer == null) {
        throw new DemoException("the peer's JVM ended early");
      }
      if (answer.startsWith(DemoPeer.FAILURE)) {
        throw new DemoException("the peer's JVM: " + answer.substring(DemoPeer.FAILURE.length()));
      }
      return answer;
    } catch (final IOException broken) {
      throw new DemoException("the peer's JVM does not answer: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void mark(final String phase) {
    ask(DemoPeer.MARK + phase);
  }

  @Override
  public void finish() {
    ask(DemoPeer.FINISH);
  }

  @Override
  public EndSample sample() {
    return Json.read(ask(DemoPeer.SAMPLE), EndSample.class);
  }

  @Override
  public EndResult result() {
    return Json.read(ask(DemoPeer.RESULT), EndResult.class);
  }

  @Override
  public void close() {
    try {
      requests.close();
    } catch (final IOException alreadyGone) {
      // It has ended by itself.
    }
    try {
      if (!process.waitFor(EXIT_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (final InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
