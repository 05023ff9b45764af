package org.braidwire.stack.api;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.braidwire.io.linux.CpuAffinity;

/**
 * The thread that turns one agent: named after it, pinned where it is told, idling as it is told. Started and closed
 * by others.
 */
final class AgentThread {
  /** Runs wherever the system puts it. */
  static final int ANY_CORE = -1;

  private final Agent agent;
  private final Idling idling;
  private final AgentRunner runner;

  AgentThread(final Agent agent, final Idling idling) {
    this.agent = agent;
    this.idling = idling;
    // An agent keeps its failure itself, and tells whoever asks next.
    runner = new AgentRunner(idling.strategy(), ignored -> {}, null, agent);
  }

  void start(final int core) {
    AgentRunner.startOnThread(runner, body -> {
      final Thread thread = new Thread(() -> runOn(core, body), agent.roleName());
      thread.setDaemon(true);
      return thread;
    });
  }

  private static void runOn(final int core, final Runnable body) {
    if (core != ANY_CORE) {
      CpuAffinity.pin(core);
    }
    body.run();
  }

  /** Ends the thread, which was told to stop, and waits for that; where it never started, closes the agent. */
  void close() {
    idling.bell().ring();
    final boolean interrupted = Thread.interrupted(); // else the wait would end before the thread
    runner.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
