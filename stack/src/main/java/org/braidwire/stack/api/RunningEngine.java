package org.braidwire.stack.api;

import java.util.List;

/** One engine of a running stack with its threads. Prepared, started and closed by whoever owns the stack. */
record RunningEngine(EngineAgent agent, MptcpStack stack, AgentThread thread, NicThread nic) {

  /**
   * Starts the NIC thread, where there is one, and the engine's.
   *
   * @param cores the engine's core, then the NIC thread's; empty for wherever the system puts them
   */
  void start(final List<Integer> cores) {
    if (nic != null) {
      nic.start(cores.isEmpty() ? AgentThread.ANY_CORE : cores.getLast());
    }
    thread.start(cores.isEmpty() ? AgentThread.ANY_CORE : cores.getFirst());
  }

  /** Ends the engine, and with it its NIC thread, and waits for that; where it never started, gives all back. */
  void close() {
    agent.stop();
    if (!agent.isEngineThread()) {
      thread.close();
    }
  }
}
