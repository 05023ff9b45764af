package org.braidwire.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The namespaces that this process has made. Each is removed by its owner, or when the process ends; from then on none
 * is made any more. Any thread may call: one makes or removes at a time.
 */
final class LabNamespaces {
  /** Those of this process, removed at its end. */
  static final LabNamespaces OURS = new LabNamespaces();

  private static final long DELETE_PATIENCE_NS = 3_000_000_000L;
  private static final long DELETE_AGAIN_NS = 20_000_000L;

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(LabNamespaces::cleanUp, "laboratory-clean-up"));
    } catch (final IllegalStateException shuttingDown) {
      OURS.ending.countDown();
    }
  }

  private final Set<String> made = new LinkedHashSet<>();
  private final CountDownLatch ending = new CountDownLatch(1);

  synchronized void add(final String namespace) {
    if (ending.getCount() == 0) {
      throw new LaboratoryException("no namespace is made any more: the process is ending");
    }
    made.add(namespace); // before it exists: a command that is interrupted may have made half of it
    LabCommand.run("ip", "netns", "add", namespace);
  }

  synchronized void remove(final String namespace) {
    if (made.contains(namespace)) {
      delete(namespace);
      made.remove(namespace);
    }
  }

  private static void cleanUp() {
    OURS.end();
    LabOutput.end();
  }

  /** Removes what is left, and lets nothing be made after it. */
  void end() {
    ending.countDown(); // before the lock: who holds it may wait for this
    removeAll();
  }

  /** Waits until the process is ending, for so long at most. */
  void awaitEnd(final long atMostNs) {
    try {
      ending.await(atMostNs, TimeUnit.NANOSECONDS);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void removeAll() {
    final List<String> left = new ArrayList<>(made);
    for (final String namespace : left) {
      try {
        remove(namespace);
      } catch (final RuntimeException failure) {
        System.err.println("namespace " + namespace + " not removed: " + failure.getMessage());
      }
    }
  }

  /**
   * Removes a namespace with all that is in it; one that another process removed meanwhile is fine. Tries again for a
   * while: Ctrl-C ends the command too, as it is sent to everything that a terminal runs.
   */
  static void delete(final String namespace) {
    final long beganNs = System.nanoTime();
    boolean interrupted = Thread.interrupted();
    try {
      while (LabNames.exists(namespace)) {
        try {
          LabCommand.run("ip", "netns", "delete", namespace);
        } catch (final LaboratoryException failure) {
          if (LabNames.exists(namespace) && System.nanoTime() - beganNs > DELETE_PATIENCE_NS) {
            throw failure;
          }
          interrupted |= Thread.interrupted();
          LockSupport.parkNanos(DELETE_AGAIN_NS);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
