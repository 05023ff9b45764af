package org.braidwire.cli.options;

/** Whether a signal, or the program's end, is taking everything down: what fails then is no news. Stateless. */
public final class Shutdown {
  private Shutdown() {}

  /** The JVM tells it only to who wants to be called. */
  public static boolean isUnderWay() {
    final Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (final IllegalStateException shuttingDown) {
      return true;
    }
  }
}
