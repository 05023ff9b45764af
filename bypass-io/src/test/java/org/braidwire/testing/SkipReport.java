package org.braidwire.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Lists every skipped class and test with its reason when a module's tests end, because Surefire counts skips
 * without saying why. The lines also go to {@code target/skipped-tests.txt}, which the build prints once more at
 * its very end. Loaded by {@code META-INF/services} in every module; called by the launcher's thread.
 */
public final class SkipReport implements TestExecutionListener {
  private static final Path REPORT = Path.of("target", "skipped-tests.txt");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Path report;
  private final PrintStream out;

  public SkipReport() {
    this(REPORT, System.out);
  }

  SkipReport(final Path report, final PrintStream out) {
    this.report = report;
    this.out = out;
  }

  @Override
  public void executionSkipped(final TestIdentifier test, final String reason) {
    add(test, reason);
  }

  @Override
  public void executionFinished(final TestIdentifier test, final TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  private void add(final TestIdentifier test, final String reason) {
    lines.add(nameOf(test) + ": " + reason);
  }

  private static String nameOf(final TestIdentifier test) {
    final TestSource source = test.getSource().orElse(null);
    if (source instanceof ClassSource type) {
      return type.getClassName();
    }
    if (source instanceof MethodSource method) {
      return method.getClassName() + "." + method.getMethodName();
    }
    return test.getDisplayName();
  }

  @Override
  public void testPlanExecutionFinished(final TestPlan plan) {
    try {
      if (lines.isEmpty()) {
        Files.deleteIfExists(report);
        return;
      }
      out.println("Skipped:");
      lines.forEach(line -> out.println("  " + line));
      if (report.getParent() != null && Files.isDirectory(report.getParent())) {
        Files.write(report, lines);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
