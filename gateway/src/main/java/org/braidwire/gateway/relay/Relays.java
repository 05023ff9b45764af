package org.braidwire.gateway.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.braidwire.gateway.base.Deadlines;

/** All connections that are carried now; ends those that rest too long. Any thread. */
public final class Relays implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Set<Relay> running = ConcurrentHashMap.newKeySet();
  private final Deadlines.Deadline looking;

  public Relays(final Deadlines deadlines) {
    looking = deadlines.every(LOOK_EVERY, () -> running.forEach(Relay::endIfOverdue));
  }

  /** Runs {@code relay} to its end, with what the client has sent already. */
  public RelayEnd run(final Relay relay, final ByteBuffer early) {
    running.add(relay);
    try {
      return relay.run(early);
    } finally {
      running.remove(relay);
    }
  }

  /** How many there are. */
  public int count() {
    return running.size();
  }

  /** Ends all that are carried now. */
  @Override
  public void close() {
    looking.close();
    running.forEach(Relay::stop);
  }
}
