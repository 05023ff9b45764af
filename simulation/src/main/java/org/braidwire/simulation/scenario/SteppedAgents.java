package org.braidwire.simulation.scenario;

import java.util.List;
import org.agrona.concurrent.AgentTerminationException;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.EngineSidePort;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.base.Clock;

/**
 * The two threads of an engine as one: chance says which agent's cycle is next and how late it is, so that whatever two
 * threads could do one after the other is done by some seed. One thread.
 */
final class SteppedAgents {
  /** An engine in front of a full ring looks again after this time; it would spin. */
  private static final long HELD_UP_NS = 100_000L;

  private final MptcpStack stack;
  private final List<EngineSidePort> ports;
  private final NicAgent nic;
  private final ThreadShape shape;
  private final Clock clock;
  private final SeededRandom random;
  private final Turn engineTurn = new Turn();
  private final Turn nicTurn = new Turn();

  /** When an agent's next cycle is. */
  private static final class Turn {
    private long wantedNs;
    private long preemptedUntilNs;

    long atNs() {
      return Math.max(wantedNs, preemptedUntilNs);
    }
  }

  /**
   * @param ports those of the engine, whose other end {@code nic} drives
   */
  SteppedAgents(
      final MptcpStack stack,
      final List<EngineSidePort> ports,
      final NicAgent nic,
      final ThreadShape shape,
      final Clock clock,
      final SeededRandom random) {
    this.stack = stack;
    this.ports = ports;
    this.nic = nic;
    this.shape = shape;
    this.clock = clock;
    this.random = random;
  }

  /** Something happened at the host: whoever sleeps looks. */
  void wake() {
    soon(engineTurn);
    soon(nicTurn);
  }

  private void soon(final Turn turn) {
    turn.wantedNs = Math.min(turn.wantedNs, clock.nanoTime() + random.between(1, shape.cycleNs()));
  }

  /** Empty frames that lie between the agents. */
  int stockedPieces() {
    return ports.stream().mapToInt(EngineSidePort::stockedPieces).sum();
  }

  /** When the next cycle of either is. */
  long nextNs() {
    return Math.min(engineTurn.atNs(), nicTurn.atNs());
  }

  /** Runs the agents whose turn has come. */
  void run() {
    final boolean engineFirst = random.chance(0.5);
    if (engineFirst) {
      runEngine();
    }
    runNic();
    if (!engineFirst) {
      runEngine();
    }
  }

  private void runEngine() {
    if (engineTurn.atNs() <= clock.nanoTime()) {
      end(engineTurn, nicTurn, stack.doWork(), stack.nextDeadlineNs());
      if (isHeldUp()) {
        engineTurn.wantedNs = Math.max(engineTurn.wantedNs, clock.nanoTime() + HELD_UP_NS);
      }
    }
  }

  private boolean isHeldUp() {
    return ports.stream().anyMatch(port -> port.transmitRoom() == 0);
  }

  private void runNic() {
    if (nicTurn.atNs() <= clock.nanoTime()) {
      final int work;
      try {
        work = nic.doWork();
      } catch (final AgentTerminationException end) {
        throw cause(end);
      }
      end(nicTurn, engineTurn, work, nic.nextDeadlineNs());
    }
  }

  /** What broke, as one thread would have let it pass; an error is thrown here. */
  private static RuntimeException cause(final AgentTerminationException end) {
    if (end.getCause() instanceof Error error) {
      throw error;
    }
    return end.getCause() instanceof RuntimeException cause ? cause : end;
  }

  /** Who did something goes on, and the other may have something to do; who did not sleeps until its deadline. */
  private void end(final Turn turn, final Turn other, final int work, final long deadlineNs) {
    turn.wantedNs = Math.max(deadlineNs, clock.nanoTime() + 1);
    if (work > 0) {
      soon(turn);
      soon(other);
    }
    if (random.chance(shape.preemption())) {
      turn.preemptedUntilNs = clock.nanoTime() + random.between(1, shape.preemptionNs());
    }
  }

  /** Ends the NIC's agent, which closes the devices, then the engine's ports. After the stack. */
  void close() {
    nic.onClose();
    ports.forEach(EngineSidePort::close);
  }
}
