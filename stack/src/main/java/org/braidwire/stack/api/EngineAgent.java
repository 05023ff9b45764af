package org.braidwire.stack.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.engine.CountersPublisher;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * The duty cycle of a running stack: commands of other threads, connections whose application has news, links,
 * then the stack itself. Owns ports and memory and gives them back when it ends, for whatever reason it ends.
 *
 * <p>Other threads reach it through two bounded queues only. A full queue makes the caller yield; the engine
 * empties a bounded part of each every cycle.
 */
final class EngineAgent implements Agent, BridgeHost {
  private static final int COMMANDS = 1024;
  private static final int COMMANDS_PER_CYCLE = 32;
  private static final int SERVED_PER_CYCLE = 64;
  private static final long LINK_POLL_NS = 200_000;

  private final MptcpStack stack;
  private final EngineResources resources;
  private final Clock clock;
  private final Idling idling;
  private final String name;
  private final MpscVarHandleArrayQueue<Runnable> commands = new MpscVarHandleArrayQueue<>(COMMANDS);
  private final MpscVarHandleArrayQueue<StreamBridge> pending;

  private volatile Thread thread;
  private volatile boolean stopping;
  private volatile boolean terminated;
  private volatile Throwable failure;
  private volatile Runnable onEnd = () -> {};

  /** Null where counters are not published. Set before the thread starts, then the engine's. */
  private CountersPublisher publisher;

  // Engine thread only.
  private final List<StreamBridge> bridges = new ArrayList<>();
  private final List<StreamBridge> withNews = new ArrayList<>();

  /** Closed by their applications and left to finish by themselves, the first first, each with its clock time limit. */
  private final Map<StreamBridge, Long> abandoned = new LinkedHashMap<>();

  private long nextAbandonedNs;
  private final List<StreamListener> listeners = new ArrayList<>();
  private long nextLinkPollNs;

  /**
   * @param name of the thread
   */
  EngineAgent(
      final String name,
      final MptcpStack stack,
      final EngineResources resources,
      final Clock clock,
      final Idling idling,
      final int maxConnections) {
    this.name = name;
    this.stack = stack;
    this.idling = idling;
    this.resources = resources;
    this.clock = clock;
    pending = new MpscVarHandleArrayQueue<>(Math.max(2, maxConnections));
  }

  @Override
  public String roleName() {
    return name;
  }

  @Override
  public void onStart() {
    thread = Thread.currentThread();
    nextLinkPollNs = clock.nanoTime();
  }

  @Override
  public int doWork() {
    if (stopping) {
      throw new AgentTerminationException();
    }
    try {
      final int work = runCommands() + servePending() + pollLinks() + stack.doWork();
      tellApplications();
      final int done = work + abortAbandoned();
      if (publisher != null) {
        publisher.onCycle(stack.nowNs(), done > 0);
      }
      return done;
    } catch (final Throwable cause) {
      failure = cause;
      throw new AgentTerminationException(cause);
    }
  }

  private int runCommands() {
    int count = 0;
    while (count < COMMANDS_PER_CYCLE) {
      final Runnable command = commands.poll();
      if (command == null) {
        break;
      }
      command.run();
      count++;
    }
    return count;
  }

  private int servePending() {
    int count = 0;
    while (count < SERVED_PER_CYCLE) {
      final StreamBridge bridge = pending.poll();
      if (bridge == null) {
        break;
      }
      bridge.serve();
      count++;
    }
    return count;
  }

  /** One wake-up for each application with news, after all that the cycle brought is there for it. */
  private void tellApplications() {
    for (int i = 0; i < withNews.size(); i++) {
      withNews.get(i).tell();
    }
    withNews.clear();
  }

  /** Looks when the oldest is due, or was before it ended: not every cycle. */
  private int abortAbandoned() {
    if (abandoned.isEmpty() || nextAbandonedNs - clock.nanoTime() > 0) {
      return 0;
    }
    int count = 0;
    final Iterator<Map.Entry<StreamBridge, Long>> oldestFirst =
        abandoned.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      final Map.Entry<StreamBridge, Long> oldest = oldestFirst.next();
      if (oldest.getValue() - nextAbandonedNs > 0) {
        nextAbandonedNs = oldest.getValue();
        break;
      }
      oldestFirst.remove();
      oldest.getKey().requestAbort();
      count++;
    }
    return count;
  }

  /** When a cycle is needed although nothing arrives and nobody rings: a clock time, or {@code Long.MAX_VALUE}. */
  long nextDeadlineNs() {
    long nextNs = stack.nextDeadlineNs();
    if (!abandoned.isEmpty()) {
      nextNs = Math.min(nextNs, nextAbandonedNs);
    }
    return publisher == null ? nextNs : Math.min(nextNs, publisher.nextDeadlineNs());
  }

  private int pollLinks() {
    final LinkMonitor links = resources.links();
    if (links == null) {
      return 0;
    }
    final long nowNs = clock.nanoTime();
    if (nowNs - nextLinkPollNs < 0) {
      return 0;
    }
    nextLinkPollNs = nowNs + LINK_POLL_NS;
    return links.poll();
  }

  @Override
  public void onClose() {
    stopping = true;
    try {
      stack.close();
      for (final FramePort port : resources.ports()) {
        port.flush();
      }
    } catch (final Throwable cause) {
      noteFailure(cause);
    }
    try {
      resources.close();
    } catch (final Throwable cause) {
      noteFailure(cause);
    }
    if (publisher != null) {
      publisher.close();
    }
    for (final StreamBridge bridge : bridges) {
      if (bridge.ended() == null) {
        bridge.end(CloseReason.STACK_CLOSED);
      }
    }
    bridges.clear();
    listeners.forEach(StreamListener::stopped);
    terminated = true;
    onEnd.run();
    idling.close();
    // Whoever waits for a command that will not run sees the flag.
    commands.clear();
    pending.clear();
  }

  private void noteFailure(final Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** Engine: remembers a bridge until its end, so that an engine that fails can tell it. */
  void register(final StreamBridge bridge) {
    bridges.add(bridge);
  }

  @Override
  public void tellAtCycleEnd(final StreamBridge bridge) {
    withNews.add(bridge);
  }

  @Override
  public void abandon(final StreamBridge bridge) {
    final long deadlineNs = clock.nanoTime() + StreamConnection.CLOSE_TIMEOUT.toNanos();
    if (abandoned.isEmpty()) {
      nextAbandonedNs = deadlineNs;
    }
    abandoned.put(bridge, deadlineNs);
  }

  @Override
  public void count(final Counter counter, final int amount) {
    stack.count(counter, amount);
  }

  @Override
  public void forget(final StreamBridge bridge) {
    abandoned.remove(bridge);
    if (!stopping) {
      bridges.remove(bridge);
    }
  }

  /** Told on the engine's thread when it has ended, for whatever reason; before it starts. */
  void onEnd(final Runnable action) {
    onEnd = action;
  }

  /** What lets other processes see the counters, which this one drives and closes; before it starts. */
  void publisher(final CountersPublisher given) {
    publisher = given;
  }

  /** Where other processes find the counters, or null; any thread. */
  Path countersFile() {
    return publisher == null ? null : publisher.file();
  }

  /** The open ports; engine. */
  List<FramePort> ports() {
    return resources.ports();
  }

  /** Engine: remembers a listener until it is closed. */
  void register(final StreamListener listener) {
    listeners.add(listener);
  }

  /** Engine: the listener was closed. */
  void forget(final StreamListener listener) {
    listeners.remove(listener);
  }

  /**
   * Any thread: runs {@code command} on the engine's thread; false when the engine has stopped, or has emptied nothing
   * of a full queue by {@code deadlineNs}, a {@link Waiter}'s deadline.
   */
  boolean submit(final Runnable command, final long deadlineNs) {
    while (!terminated) {
      if (commands.offer(command)) {
        idling.bell().ring();
        return true;
      }
      if (Waiter.after(0) - deadlineNs > 0) {
        return false;
      }
      Thread.yield();
    }
    return false;
  }

  @Override
  public void enqueue(final StreamBridge bridge) {
    while (!pending.offer(bridge)) {
      if (terminated || isEngineThread()) {
        return;
      }
      Thread.yield();
    }
    idling.bell().ring();
  }

  /** Any thread: ends the engine after its current cycle. */
  void stop() {
    stopping = true;
    idling.bell().ring();
  }

  boolean isEngineThread() {
    return Thread.currentThread() == thread;
  }

  boolean isTerminated() {
    return terminated;
  }

  /** What the engine's thread does now, as the cause of the complaint that it does not answer; any thread. */
  Throwable whereabouts() {
    final Thread running = thread;
    final Throwable here = new IllegalStateException(name + (running == null ? " has not begun" : " is here"));
    here.setStackTrace(running == null ? new StackTraceElement[0] : running.getStackTrace());
    return here;
  }

  /** Why the engine stopped by itself, or null. */
  Throwable failure() {
    return failure;
  }
}
