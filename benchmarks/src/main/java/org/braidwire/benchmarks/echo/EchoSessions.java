package org.braidwire.benchmarks.echo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;

/** The open peers of one comparison, in the order of their turns. The thread that runs the benchmark. */
public final class EchoSessions implements AutoCloseable {
  private static final int MOST_WARM_UP_TURNS = 30;
  private static final int CALM_TURNS = 5;
  private static final double WORTH_WAITING_FOR = 0.98;
  private static final double MEDIAN = 50;

  private final EndPair pair;
  private final List<EchoSession> sessions = new ArrayList<>();

  public EchoSessions(final EndPair pair) {
    this.pair = pair;
  }

  /** Makes and opens a peer. */
  public void open(final Supplier<EchoPeer> maker) {
    final EchoPeer peer = maker.get();
    try {
      sessions.add(new EchoSession(peer, pair));
    } catch (final RuntimeException failure) {
      if (peer.laboratory() != null) {
        peer.laboratory().close();
      }
      throw failure;
    }
  }

  /**
   * Runs all of them in turn until none has become faster for a while: what is still being compiled, or compiled anew
   * because another peer came by, would be measured as slow, and a sweep would choose by it.
   *
   * @param sliceNs length of a turn
   */
  public void warmUp(final long sliceNs) {
    final double[] best = new double[sessions.size()];
    Arrays.fill(best, Double.MAX_VALUE);
    int calm = 0;
    for (int turn = 0; turn < MOST_WARM_UP_TURNS && calm < CALM_TURNS; turn++) {
      calm++;
      for (int i = 0; i < best.length; i++) {
        final double us = sessions.get(i).closedLoop(sliceNs).us(MEDIAN);
        if (us < WORTH_WAITING_FOR * best[i]) {
          calm = 0;
        }
        best[i] = Math.min(best[i], us);
      }
    }
  }

  public List<EchoSession> all() {
    return Collections.unmodifiableList(sessions);
  }

  @Override
  public void close() {
    Closing.all(sessions);
  }
}
