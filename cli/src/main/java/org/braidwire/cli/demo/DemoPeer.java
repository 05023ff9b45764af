package org.braidwire.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.braidwire.cli.json.Json;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;

/**
 * The second JVM of {@code --peer braidwire}: one end that does what lines on standard input say and answers each
 * by one line. Ends when standard input does.
 */
public final class DemoPeer {
  static final String MARK = "mark ";
  static final String FINISH = "finish";
  static final String SAMPLE = "sample";
  static final String RESULT = "result";

  /** Begins the answer of a peer that could not start; what follows says why. */
  static final String FAILURE = "failed ";

  /** The demo waits no longer than it can. */
  private static final long UNLIMITED = Long.MAX_VALUE;

  private static final int FAILED = 1;
  private static final String OK = "{}";

  private static final BufferedReader REQUESTS =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private static final PrintStream ANSWERS = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private DemoPeer() {}

  /** Started by the demo with the namespace and the plan as JSON. */
  public static void main(final String[] arguments) throws IOException {
    final DemoPlan plan = Json.read(arguments[1], DemoPlan.class);
    int status = 0;
    try (BraidwireEnd end = open(arguments[0], plan)) {
      serve(end);
    } catch (final RuntimeException failure) {
      // Told to the demo alone, which knows whether anybody still wants to hear it.
      if (REQUESTS.readLine() != null) {
        ANSWERS.println(FAILURE + String.valueOf(failure.getMessage()).replace('\n', ' '));
      }
      status = FAILED;
    }
    System.exit(status);
  }

  private static BraidwireEnd open(final String namespace, final DemoPlan plan) {
    final BraidwireEnd end = new BraidwireEnd(
        DemoStage.braidwire(namespace, LabSide.KERNEL, plan), !plan.reverse(), plan.sizeBytes());
    if (plan.reverse()) {
      end.listen();
    } else {
      end.connect(LabAddresses.wire(0));
    }
    return end;
  }

  private static void serve(final DemoEnd end) throws IOException {
    for (String request = REQUESTS.readLine(); request != null; request = REQUESTS.readLine()) {
      ANSWERS.println(answer(end, request));
    }
  }

  private static String answer(final DemoEnd end, final String request) {
    if (request.equals(SAMPLE)) {
      return Json.write(end.sample());
    }
    if (request.equals(RESULT)) {
      return Json.write(end.result(UNLIMITED));
    }
    if (request.equals(FINISH)) {
      end.finish();
    } else if (request.startsWith(MARK)) {
      end.mark(request.substring(MARK.length()));
    }
    return OK;
  }
}
