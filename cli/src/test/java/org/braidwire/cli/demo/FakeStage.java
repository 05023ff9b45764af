package org.braidwire.cli.demo;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A stage whose ends do what a test wants, and that tells whether it was taken down. */
final class FakeStage {
  static final SubflowSample SUBFLOW = new SubflowSample(1, "a", "b", "ESTABLISHED", false, 0, 0, 0, 70, 60, 0);

  static final EndSample MOVING = new EndSample(true, false, "", 70, 60, 5, 4, 0, 0, List.of(SUBFLOW), List.of());

  final CountDownLatch released = new CountDownLatch(1);
  final CountDownLatch linksClosed = new CountDownLatch(1);

  DemoStage with(final DemoEnd own, final DemoEnd peer) {
    return new DemoStage(new Links(), own, peer, List.of());
  }

  /** Waits until the test releases it, whatever happens: as a thread that hangs. */
  void hang() {
    boolean interrupted = false;
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (final InterruptedException ignored) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Links implements DemoLinks {
    @Override
    public void setUp(final int link, final boolean up) {
      throw new AssertionError("no phase ends here");
    }

    @Override
    public void silentDrop(final int link, final boolean drop) {
      throw new AssertionError("no phase ends here");
    }

    @Override
    public void close() {
      linksClosed.countDown();
    }
  }

  /** An end that stands where it stood; a test has it hang or fail. */
  static class Standing implements DemoEnd {
    @Override
    public void mark(final String phase) {
      // Nothing is measured.
    }

    @Override
    public void finish() {
      // Nothing is sent.
    }

    @Override
    public EndSample sample() {
      return MOVING;
    }

    @Override
    public EndResult result(final long digestNs) {
      return EndResult.lastSeen(MOVING);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
