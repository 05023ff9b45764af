package org.braidwire.io.port;

import java.util.function.LongSupplier;

/**
 * A port that writes down what passes through another one, both directions, in a {@link PcapngFile}. On the thread
 * of the port it wraps, which it owns and closes; the file belongs to whoever made it.
 */
public final class PcapngTap extends ForwardingPort {
  /** An idle link writes out what has gathered after this long, so that a killed process loses little. */
  private static final long WRITE_OUT_NS = 200_000_000;

  private final PcapngFile file;
  private final LongSupplier wallClockNs;
  private final int interfaceNumber;

  /** Whether frames may wait in the file's buffer, and since when they may do so. */
  private boolean unwritten;

  private long writtenNs;

  /**
   * @param wallClockNs nanoseconds since 1970, for the timestamps
   */
  public PcapngTap(final FramePort inner, final PcapngFile file, final LongSupplier wallClockNs) {
    super(inner);
    this.file = file;
    this.wallClockNs = wallClockNs;
    interfaceNumber = file.addInterface(inner.name());
  }

  @Override
  public int poll(final RxBurst burst) {
    final int frames = inner().poll(burst);
    if (frames > 0) {
      final long timeNs = wallClockNs.getAsLong();
      for (int i = 0; i < frames; i++) {
        file.write(interfaceNumber, timeNs, false, burst.address(i), burst.bytes(i), 0, 0);
      }
      unwritten = true;
    } else if (unwritten) {
      writeOut();
    }
    return frames;
  }

  private void writeOut() {
    final long nowNs = wallClockNs.getAsLong();
    if (Math.abs(nowNs - writtenNs) > WRITE_OUT_NS) {
      writtenNs = nowNs;
      unwritten = false;
      file.flush();
    }
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    final boolean taken = inner().transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
    if (taken) {
      // The references are gone, the octets are not: only this thread leases a piece anew.
      file.write(
          interfaceNumber,
          wallClockNs.getAsLong(),
          true,
          headerAddress,
          headerBytes,
          payloadAddress,
          payloadBytes);
      unwritten = true;
    }
    return taken;
  }

  @Override
  public void close() {
    inner().close();
    file.flush();
  }
}
