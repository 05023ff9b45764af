package org.braidwire.cli.demo;

import org.braidwire.lab.Pattern;

/**
 * How the 90 s that one run may take are shared out: the play ends early enough for the digests of what was sent, which
 * are made after it, where they take no core from the streams. Any thread.
 *
 * @param stuckNs how long nothing may move, or an end not answer
 * @param playNs how long the play may take, however little was sent
 * @param digestedNs by when the play must be over and the digests made
 * @param runNs when a run that still goes on is given up; the rest is for taking the stage down
 * @param digestBytesPerSecond how fast this machine makes digests
 */
record RunLimits(long stuckNs, long playNs, long digestedNs, long runNs, double digestBytesPerSecond) {
  private static final int PLAY_S = 75;
  private static final int GIB_PER_SECOND = 1;

  /** What a play has time for at 1 GiB/s each way. A machine that is slower runs out of time with less, and says so. */
  static final int MAX_SIZE_GIB = PLAY_S * GIB_PER_SECOND;

  static final long MAX_SIZE_BYTES = (long) MAX_SIZE_GIB << 30;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long SAMPLE_BYTES = 16L << 20;

  /** Digests of both ends are made at once, on a machine that does other things, too. */
  private static final double DIGEST_MARGIN = 1.5;

  /** The limits of the demo; measures this machine for some tens of milliseconds. */
  static RunLimits measured() {
    Pattern.sha256(SAMPLE_BYTES, 1); // the first is slower: it is compiled meanwhile
    final long startNs = System.nanoTime();
    Pattern.sha256(SAMPLE_BYTES, 1);
    final double seconds = Math.max(1, System.nanoTime() - startNs) / (double) NS_PER_SECOND;
    return new RunLimits(
        30 * NS_PER_SECOND,
        PLAY_S * NS_PER_SECOND,
        80 * NS_PER_SECOND,
        85 * NS_PER_SECOND,
        SAMPLE_BYTES / seconds);
  }

  /** How long the digest of so much may take. */
  long digestNs(final long bytes) {
    return (long) (DIGEST_MARGIN * bytes / digestBytesPerSecond * NS_PER_SECOND);
  }

  /** Whether the play must end now, {@code bytes} having been sent by the end that sent more. */
  boolean isPlayOver(final long elapsedNs, final long bytes) {
    return elapsedNs > playNs || elapsedNs + digestNs(bytes) > digestedNs;
  }
}
