package org.braidwire.benchmarks.setup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.braidwire.benchmarks.ends.StackHost;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.engine.Engine;

/** What Braidwire's two ends of very many connections have in common. Stateless. */
final class BraidwireSetup {
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 256;
  private static final int BUFFER_BYTES = 128 << 10;

  /** What has to stay 0. */
  private static final String[] NEVER = {
    "CONNECTIONS_REFUSED",
    "JOINS_SENT",
    "JOINS_ACCEPTED",
    "FASTCLOSE_SENT",
    "HANDLER_FAILURES",
    "POOL_EXHAUSTED",
    "TIME_WAITS_ENDED_EARLY"
  };

  private BraidwireSetup() {}

  /**
   * @param way how it waits for frames
   * @param most connections at once, those in TIME_WAIT included
   */
  static StackHost open(final Laboratory laboratory, final LabSide side, final SetupWay way, final int most) {
    final StackConfig config = StackConfig.defaults()
        .withBuffers(BUFFER_BYTES, BUFFER_BYTES)
        .withMaxConnections(most / Engine.TIME_WAITS_PER_CONNECTION);
    final StackHost host = StackHost.open(laboratory, side, config, FRAMES, CHUNKS);
    if (way != SetupWay.SPINNING) {
      host.sleepWithoutWork(TimeUnit.MILLISECONDS.toNanos(way.waitMs()));
    }
    return host;
  }

  /** What was used; fails unless {@code counter} is {@code expected} and nothing went another way. */
  static Map<String, String> used(final StackHost host, final String counter, final long expected) {
    final Map<String, Long> counters = host.stack().counters();
    if (counters.get(counter) != expected) {
      throw new BenchException("Braidwire counts " + counter + " " + counters.get(counter) + ", not " + expected);
    }
    for (final String never : NEVER) {
      if (counters.get(never) != 0) {
        throw new BenchException("Braidwire counts " + never + " " + counters.get(never));
      }
    }
    final Map<String, String> used = new LinkedHashMap<>(host.used());
    used.put(counter, Long.toString(expected));
    used.put("sleeps", Long.toString(host.sleeps()));
    // A FIN that was sent again meets an end that has let its connection go: that is answered by a reset.
    used.put("resets received", Long.toString(counters.get("RESETS_RECEIVED")));
    used.put("in TIME_WAIT at the end", Integer.toString(host.stack().timeWaits()));
    return used;
  }
}
