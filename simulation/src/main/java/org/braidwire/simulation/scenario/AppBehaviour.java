package org.braidwire.simulation.scenario;

/**
 * How the application of one side behaves.
 *
 * @param minWriteBytes smallest piece given at once
 * @param maxWriteBytes largest piece given at once
 * @param writePauseNs between two pieces, 0 for as fast as it goes
 * @param readBytes consumed at a time before pausing, 0 for everything at once
 * @param readPauseNs length of that pause
 * @param closesLast whether it waits for the peer's end before it ends its own direction
 */
public record AppBehaviour(
    int minWriteBytes, int maxWriteBytes, long writePauseNs, int readBytes, long readPauseNs, boolean closesLast) {
  AppBehaviour closingLast(final boolean last) {
    return new AppBehaviour(minWriteBytes, maxWriteBytes, writePauseNs, readBytes, readPauseNs, last);
  }
}
