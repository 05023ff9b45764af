package org.braidwire.benchmarks.rtt;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentInvoker;

/**
 * Aeron on one thread: the media driver, where this end has one, and the client's conductor are turned by the
 * application, so that no end has a thread beside its own.
 */
final class AeronHost implements AutoCloseable {
  /** Turns between two looks of the client at its keep-alives. */
  private static final int CONDUCTOR_TURNS = 1024;

  /** Longer than others have their turns, while this one stands still. */
  private static final long REST_NS = TimeUnit.MINUTES.toNanos(30);

  private final MediaDriver driver;
  private final AgentInvoker driverAgent;
  private final Aeron aeron;
  private final AgentInvoker conductor;
  private int turns;

  private AeronHost(final MediaDriver driver, final String folder) {
    this.driver = driver;
    driverAgent = driver == null ? null : driver.sharedAgentInvoker();
    final Aeron.Context context = new Aeron.Context()
        .aeronDirectoryName(folder)
        .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(REST_NS))
        .useConductorAgentInvoker(true);
    aeron = Aeron.connect(driver == null ? context : context.driverAgentInvoker(driverAgent));
    conductor = aeron.conductorAgentInvoker();
  }

  /** A folder in shared memory for one driver of this process. */
  static String folder(final String name) {
    return Path.of("/dev/shm", "braidwire-bench-" + ProcessHandle.current().pid() + "-" + name)
        .toString();
  }

  /** With a media driver of its own. */
  static AeronHost withDriver(final String folder) {
    return new AeronHost(
        MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(folder)
            .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(REST_NS))
            .clientLivenessTimeoutNs(REST_NS)
            .imageLivenessTimeoutNs(REST_NS)
            .publicationConnectionTimeoutNs(REST_NS)
            .publicationUnblockTimeoutNs(2 * REST_NS)
            .threadingMode(ThreadingMode.INVOKER)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)),
        folder);
  }

  /** With the media driver of another thread, which is being turned. */
  static AeronHost withoutDriver(final String folder) {
    return new AeronHost(null, folder);
  }

  Subscription subscribe(final String channel, final int stream) {
    return aeron.addSubscription(channel, stream);
  }

  ExclusivePublication publish(final String channel, final int stream) {
    return aeron.addExclusivePublication(channel, stream);
  }

  /** The driver's work, and now and then the client's. */
  int turn() {
    if (++turns == CONDUCTOR_TURNS) {
      turns = 0;
      conductor.invoke();
    }
    return driverAgent == null ? 0 : driverAgent.invoke();
  }

  @Override
  public void close() {
    aeron.close();
    if (driver != null) {
      driver.close();
    }
  }
}
