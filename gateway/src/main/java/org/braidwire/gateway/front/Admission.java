package org.braidwire.gateway.front;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.braidwire.gateway.base.Address;

/** Counts connections, all and those of each client's address, and refuses what is too many. Any thread. */
public final class Admission {
  private final int most;
  private final int mostPerSource;
  private final Map<Address, Integer> bySource = new HashMap<>();
  private int all;

  public Admission(final int most, final int mostPerSource) {
    this.most = most;
    this.mostPerSource = mostPerSource;
  }

  /** Counts one more of {@code source}, which {@link #leave} ends; or says why not. */
  synchronized Optional<String> enter(final Address source) {
    if (all >= most) {
      return Optional.of("there are " + all + " connections, the limit");
    }
    final int already = bySource.getOrDefault(source, 0);
    if (already >= mostPerSource) {
      return Optional.of("there are " + already + " connections of this source, the limit");
    }
    bySource.put(source, already + 1);
    all++;
    return Optional.empty();
  }

  synchronized void leave(final Address source) {
    bySource.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    all--;
  }

  /** Connections now. */
  public synchronized int count() {
    return all;
  }
}
