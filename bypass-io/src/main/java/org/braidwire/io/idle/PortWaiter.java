package org.braidwire.io.idle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.braidwire.io.linux.DescriptorWait;
import org.braidwire.io.linux.EventFd;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;

/**
 * The idle strategy that sleeps: until a frame arrives, a link changes, a deadline comes, or another thread rings.
 * The kernel wakes it through the ports' own descriptors, so a sleep costs nothing and ends at once.
 *
 * <p>Owned by the one thread whose idling it is. {@link #ring()} may be called by any, until {@link #close()} and
 * after it. Before it sleeps it lets the owner go through one more cycle, announced as a sleeper: whoever came with
 * news before the announcement is found by that cycle, and whoever comes later rings.
 */
public final class PortWaiter implements IdleStrategy, Doorbell, AutoCloseable {
  /** Cycles without work before a sleep: a few microseconds, in which most answers of a near peer arrive. */
  private static final int SPINS = 100;

  /** Longest sleep with a port that has no descriptor to wait on. */
  private static final long BLIND_NS = 100_000;

  private static final int MAX_DESCRIPTORS = 64;

  private final LongSupplier clockNs;
  private final List<FramePort> ports = new ArrayList<>();
  private final SleepState state = new SleepState();
  private final EventFd bell = EventFd.open();
  private final DescriptorWait wait = new DescriptorWait(MAX_DESCRIPTORS);
  private LongSupplier nextDeadlineNs = () -> Long.MAX_VALUE;
  private LinkMonitor links;
  private int idleCycles;
  private boolean announced;
  private long sleeps;

  /** Signals that were promised and are not yet taken from the descriptor. */
  private long owedSignals;

  private boolean closed;

  /**
   * @param clockNs the owner's clock
   */
  public PortWaiter(final LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /** When the owner wants a cycle although nothing arrives, by its clock, {@code Long.MAX_VALUE} for never. */
  public void deadline(final LongSupplier nextNs) {
    nextDeadlineNs = nextNs;
  }

  /** Wakes when {@code port} has frames; before the owner starts, or on its thread. */
  public void watch(final FramePort port) {
    ports.add(port);
  }

  /** Wakes when {@code monitor}, which may be null, has news; before the owner starts, or on its thread. */
  public void watch(final LinkMonitor monitor) {
    links = monitor;
  }

  @Override
  public void idle(final int workCount) {
    if (workCount > 0) {
      reset();
    } else {
      idle();
    }
  }

  @Override
  public void idle() {
    if (idleCycles < SPINS) {
      idleCycles++;
      Thread.onSpinWait();
    } else if (announced) {
      sleep();
      reset();
    } else {
      announced = true;
      state.announce();
    }
  }

  @Override
  public void reset() {
    idleCycles = 0;
    if (announced) {
      announced = false;
      if (state.wake()) {
        owedSignals++;
      }
      owedSignals -= owedSignals > 0 ? bell.take() : 0;
    }
  }

  private void sleep() {
    final long deadlineNs = nextDeadlineNs.getAsLong();
    long ns = deadlineNs == Long.MAX_VALUE ? DescriptorWait.FOR_EVER : deadlineNs - clockNs.getAsLong();
    if (ns <= 0) {
      return;
    }
    if (!gatherDescriptors()) {
      ns = Math.min(ns, BLIND_NS);
    }
    sleeps++;
    wait.await(ns);
  }

  /** Asked for at each sleep, for a port may open its device anew; false when something has none. */
  private boolean gatherDescriptors() {
    boolean all = true;
    wait.clear();
    wait.add(bell.descriptor());
    for (int i = 0; i < ports.size(); i++) {
      final int descriptor = ports.get(i).readinessFd();
      if (descriptor == FramePort.NO_DESCRIPTOR) {
        all = false;
      } else if (descriptor != bell.descriptor()) {
        wait.addRing(descriptor);
      }
    }
    if (links != null && links.readinessFd() != FramePort.NO_DESCRIPTOR) {
      wait.add(links.readinessFd());
    } else if (links != null) {
      all = false;
    }
    return all;
  }

  /** How often it slept. The owner's thread. */
  public long sleeps() {
    return sleeps;
  }

  @Override
  public void ring() {
    if (state.ring()) {
      bell.signal();
    }
  }

  @Override
  public int descriptor() {
    return bell.descriptor();
  }

  @Override
  public String alias() {
    return "park";
  }

  /** Owner, at its end. Waits for a signal that was promised, which is a system call under way. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    announced |= owedSignals > 0;
    reset();
    while (owedSignals > 0) {
      Thread.onSpinWait();
      owedSignals -= bell.take();
    }
    bell.close();
    wait.close();
  }
}
