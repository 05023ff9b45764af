package org.braidwire.cli.demo;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sees to it that a run ends: plays it on a thread of its own, so that an end or a command that hangs does not hang who
 * watches the time. A run that is given up has a summary of what was known, and its links are removed; what hangs ends
 * with the process. The caller's thread.
 */
final class WatchedRun {
  private static final long LOOK_MS = 100;

  private final DemoRun run;

  WatchedRun(final DemoRun run) {
    this.run = run;
  }

  /** As {@link DemoRun#play}, and within the limits. */
  DemoSummary play() {
    final FutureTask<DemoSummary> task = new FutureTask<>(run::play);
    final Thread player = Thread.ofPlatform().name("demo-run").daemon(true).start(task);
    while (true) {
      try {
        return task.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (final TimeoutException notYet) {
        final String overdue = run.overdue(System.nanoTime());
        if (!overdue.isEmpty()) {
          return giveUp(player, overdue);
        }
      } catch (final ExecutionException failed) {
        throw unchecked(failed.getCause());
      } catch (final InterruptedException interrupted) {
        player.interrupt();
        Thread.currentThread().interrupt();
        throw new DemoException("interrupted during the run", interrupted);
      }
    }
  }

  private DemoSummary giveUp(final Thread player, final String why) {
    final DemoSummary known = run.abandon(why);
    player.interrupt(); // what can be interrupted takes the rest of the stage down
    run.removeLinks();
    return known;
  }

  private static RuntimeException unchecked(final Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new DemoException(cause.toString(), cause);
  }
}
