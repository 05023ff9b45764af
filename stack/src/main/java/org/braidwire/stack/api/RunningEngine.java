package org.braidwire.stack.api;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One engine of a running stack with its threads; how others have something done on its thread. Any thread. */
record RunningEngine(EngineAgent agent, MptcpStack stack, AgentThread thread, NicThread nic) {
  private static final long CALL_POLL_MS = 50;

  /** An engine comes round within microseconds: one that has not by then is stuck, most often in a handler. */
  private static final long ANSWER_WITHIN_NS = 30_000_000_000L;

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

  /**
   * Runs {@code body} on the engine's thread, between two cycles, and hands back what it gives.
   *
   * @throws BraidwireException if the engine has stopped, or does not answer for half a minute
   */
  <T> T call(final Callable<T> body) {
    return call(body, ANSWER_WITHIN_NS);
  }

  <T> T call(final Callable<T> body, final long withinNs) {
    final long deadlineNs = Waiter.after(withinNs);
    final CompletableFuture<T> result = new CompletableFuture<>();
    final Runnable command = () -> {
      if (result.isDone()) {
        return; // who asked for it has given up
      }
      try {
        result.complete(body.call());
      } catch (final Throwable failure) {
        result.completeExceptionally(failure);
      }
    };
    if (agent.isEngineThread()) {
      command.run();
    } else if (!agent.submit(command, deadlineNs)) {
      throw agent.isTerminated() ? stopped() : stuck();
    }
    return join(result, deadlineNs);
  }

  /** Has {@code command} run on the engine's thread, if it still runs, and does not wait for it. */
  void submit(final Runnable command) {
    if (!agent.submit(command, Waiter.after(ANSWER_WITHIN_NS)) && !agent.isTerminated()) {
      throw stuck();
    }
  }

  void run(final Runnable body) {
    call(() -> {
      body.run();
      return null;
    });
  }

  private <T> T join(final CompletableFuture<T> result, final long deadlineNs) {
    while (true) {
      try {
        return result.get(CALL_POLL_MS, TimeUnit.MILLISECONDS);
      } catch (final TimeoutException notYet) {
        // A command that came after the engine's last look never runs.
        if (agent.isTerminated() && !result.isDone()) {
          throw stopped();
        }
        if (Waiter.after(0) - deadlineNs > 0 && result.cancel(false)) {
          throw stuck();
        }
      } catch (final InterruptedException interrupted) {
        result.cancel(false);
        Thread.currentThread().interrupt();
        throw new BraidwireException("interrupted while waiting for the engine", interrupted);
      } catch (final ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw new BraidwireException(String.valueOf(failed.getCause().getMessage()), failed.getCause());
      }
    }
  }

  private BraidwireException stopped() {
    final Throwable failure = agent.failure();
    return failure == null
        ? new BraidwireException("the stack was closed")
        : new BraidwireException("the engine failed: " + failure, failure);
  }

  private BraidwireException stuck() {
    return new BraidwireException("the engine does not answer: is a handler stuck?", agent.whereabouts());
  }

  /** Ends the engine, and with it its NIC thread, and waits for that; where it never started, gives all back. */
  void close() {
    agent.stop();
    if (!agent.isEngineThread()) {
      thread.close();
    }
  }
}
