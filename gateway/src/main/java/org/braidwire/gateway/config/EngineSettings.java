package org.braidwire.gateway.config;

/**
 * How the stack runs.
 *
 * @param idle one of {@link org.braidwire.stack.api.ThreadPlan#IDLE_NAMES}
 * @param scheduler one of {@link org.braidwire.scheduler.Schedulers#names}
 * @param io auto, or one of {@link org.braidwire.io.PortChoice#KINDS}
 */
public record EngineSettings(String idle, String scheduler, String io) {
  /** What holds where nothing is said: a gateway sleeps while nothing is to be carried. */
  public static EngineSettings defaults() {
    return new EngineSettings("park", "lowest-rtt", "auto");
  }
}
