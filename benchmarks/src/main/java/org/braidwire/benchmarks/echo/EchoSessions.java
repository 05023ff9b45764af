package org.braidwire.benchmarks.echo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;

/** The open peers of one comparison, in the order of their turns. The thread that runs the benchmark. */
public final class EchoSessions implements AutoCloseable {
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

  public List<EchoSession> all() {
    return Collections.unmodifiableList(sessions);
  }

  @Override
  public void close() {
    Closing.all(sessions);
  }
}
