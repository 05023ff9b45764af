package org.braidwire.cli.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.braidwire.cli.json.Json;

/**
 * A Braidwire end in a JVM of its own: asked by a line on its standard input, answering by one line of JSON. It dies
 * when its input closes, so no peer outlives the demo. Every wait for it is bounded: one that is stopped must not stop
 * the demo, which watches the time.
 */
final class ChildEnd implements DemoEnd {
  private static final long EXIT_TIMEOUT_MS = 3_000;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** A JVM that starts on a busy machine takes some seconds. */
  private static final long ANSWER_LIMIT_NS = 10_000_000_000L;

  private static final long SAMPLE_PATIENCE_NS = 100_000_000L;

  private final Process process;
  private final long answerLimitNs;
  private final BufferedWriter requests;

  /** What the process has printed, a line each; nothing stands for its end. Never more than was asked for. */
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  private EndSample lastSample;
  private boolean samplePending;

  /** Why it cannot be asked any more; null while it can. */
  private String loss;

  /** @param answerLimitNs how long to wait for an answer */
  ChildEnd(final Process process, final long answerLimitNs) {
    this.process = process;
    this.answerLimitNs = answerLimitNs;
    requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread.ofPlatform().name("demo-peer-answers").daemon(true).start(this::readAnswers);
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
      final ChildEnd child = new ChildEnd(
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start(),
          ANSWER_LIMIT_NS);
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

  private void readAnswers() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> answers.add(Optional.of(line)));
    } catch (final IOException | UncheckedIOException broken) {
      // As good as its end.
    } finally {
      answers.add(Optional.empty());
    }
  }

  private String ask(final String request) {
    return ask(request, answerLimitNs);
  }

  private synchronized String ask(final String request, final long limitNs) {
    if (samplePending && loss == null) {
      takeSample(answerLimitNs);
    }
    send(request);
    return answer(limitNs).orElseThrow(() -> silent(request, limitNs));
  }

  private void send(final String request) {
    if (loss != null) {
      throw new DemoException(loss);
    }
    try {
      requests.write(request);
      requests.newLine();
      requests.flush();
    } catch (final IOException broken) {
      throw new DemoException("the peer's JVM does not listen: " + broken.getMessage(), broken);
    }
  }

  /** The next line it prints, or nothing where it prints none in that time. */
  private Optional<String> answer(final long waitNs) {
    final Optional<String> line;
    try {
      line = answers.poll(waitNs, TimeUnit.NANOSECONDS);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted while waiting for the peer's JVM", interrupted);
    }
    if (line == null) {
      return Optional.empty();
    }
    if (line.isEmpty()) {
      loss = "the peer's JVM ended early";
      throw new DemoException(loss);
    }
    if (line.get().startsWith(DemoPeer.FAILURE)) {
      throw new DemoException("the peer's JVM: " + line.get().substring(DemoPeer.FAILURE.length()));
    }
    return line;
  }

  private DemoException silent(final String request, final long limitNs) {
    // An answer that came now would be taken for the next one.
    loss = "the peer's JVM did not answer '" + request + "' within " + limitNs / NS_PER_SECOND + " s";
    return new DemoException(loss);
  }

  private void takeSample(final long waitNs) {
    final Optional<String> answer = answer(waitNs);
    if (answer.isPresent()) {
      lastSample = Json.read(answer.get(), EndSample.class);
      samplePending = false;
    } else if (waitNs >= answerLimitNs) {
      throw silent(DemoPeer.SAMPLE, waitNs);
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

  /** Where it stands, or where it last stood if it does not say so soon: then it is found not to get on. */
  @Override
  public synchronized EndSample sample() {
    if (!samplePending) {
      send(DemoPeer.SAMPLE);
      samplePending = true;
    }
    takeSample(lastSample == null ? answerLimitNs : SAMPLE_PATIENCE_NS);
    return lastSample;
  }

  @Override
  public EndResult result(final long digestNs) {
    return Json.read(ask(DemoPeer.RESULT, answerLimitNs + digestNs), EndResult.class);
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
