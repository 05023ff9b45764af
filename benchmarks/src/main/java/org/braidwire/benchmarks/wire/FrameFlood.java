package org.braidwire.benchmarks.wire;

import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.port.PortCounters;

/**
 * Frames of one size one way, as fast as the near end's port takes them, counted where they arrive. Its ends live on
 * the two threads of a pair.
 */
public final class FrameFlood implements AutoCloseable {
  /** Payload of a full frame. */
  public static final int SEGMENT_BYTES = RawEnd.SEGMENT_BYTES;

  /** Payload of a super-segment: a whole number of segments that a 64 KiB chunk and an IP packet hold. */
  public static final int SUPER_BYTES = 42 * SEGMENT_BYTES;

  /** Sending begins this long before counting does. */
  private static final long RAMP_NS = 50_000_000L;

  /** For the first frame to arrive. */
  private static final long PATIENCE_NS = 5_000_000_000L;

  private static final long SETTLE_MS = 20;

  /** Frames between two wake-ups of the device: more buy nothing on the devices measured. */
  private static final int BATCH = 32;

  private final EndPair pair;
  private final RawEnd near;
  private final RawEnd far;
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong arrivedBytes = new AtomicLong();
  private long sent;

  /**
   * What arrived in a second: frames, and octets behind their headers; the part of what was sent that did not; and how
   * many frames the receiving port counted as truncated.
   */
  public record Rate(double framesPerSecond, double payloadBytesPerSecond, double lostShare, long truncated) {
    private Rate withTruncated(final long frames) {
      return new Rate(framesPerSecond, payloadBytesPerSecond, lostShare, frames);
    }
  }

  /** Opens both ends of {@code wire}. */
  public FrameFlood(final RawWire wire, final EndPair pair) {
    this.pair = pair;
    near = new RawEnd(wire, 0);
    far = new RawEnd(wire, 1);
    pair.place(false);
    pair.far().call(() -> {
      far.open();
      return null;
    });
    pair.near().call(() -> {
      near.open();
      return null;
    });
  }

  /** What the sending port says of itself; the other one is alike. */
  public String description() {
    return pair.near().call(near::description);
  }

  public boolean cutsSuperSegments() {
    return near.cutsSuperSegments();
  }

  /** Sends frames with {@code payloadBytes} behind their headers for about {@code forNs}. */
  public Rate run(final int payloadBytes, final long forNs) {
    sent = 0;
    final long arrivedBefore = arrived.get();
    final long truncatedBefore = truncated();
    final Rate reached = pair.whileFarTurns(this::count, () -> {
      near.prepare(far.macAddress(), payloadBytes);
      send(RAMP_NS);
      final long frames = arrived.getAcquire();
      final long bytes = arrivedBytes.getAcquire();
      final long startNs = System.nanoTime();
      do { // again where the far end was not given its core for so long
        send(forNs);
      } while (arrived.getAcquire() == frames && System.nanoTime() - startNs < PATIENCE_NS);
      final double seconds = (System.nanoTime() - startNs) / 1e9;
      final double framesPerSecond = (arrived.getAcquire() - frames) / seconds;
      final double bytesPerSecond = (arrivedBytes.getAcquire() - bytes) / seconds;
      settle();
      return new Rate(framesPerSecond, bytesPerSecond, 1 - (double) (arrived.get() - arrivedBefore) / sent, 0);
    });
    final Rate rate = reached.withTruncated(truncated() - truncatedBefore);
    if (rate.framesPerSecond() == 0) {
      throw new BenchException("no frame with " + payloadBytes + " octets of payload arrived");
    }
    checkTruncated(rate.truncated(), payloadBytes);
    return rate;
  }

  private long truncated() {
    return pair.far().call(() -> far.count(PortCounters.Kind.RX_TRUNCATED));
  }

  /**
   * Fails where frames were truncated of a size that every port takes whole. What a flood of super-segments overran is
   * lost, and told as such, also where a port counts it as truncated.
   */
  static void checkTruncated(final long truncated, final int payloadBytes) {
    if (payloadBytes <= SEGMENT_BYTES && truncated != 0) {
      throw new BenchException(truncated + " frames with " + payloadBytes + " octets of payload were truncated");
    }
  }

  private void send(final long forNs) {
    final long endNs = System.nanoTime() + forNs;
    while (System.nanoTime() < endNs) {
      int batch = 0;
      while (batch < BATCH && near.send((int) sent)) {
        sent++;
        batch++;
      }
      near.flush();
      if (batch == 0) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits until what was sent has arrived or is lost. */
  private void settle() throws InterruptedException {
    long before = -1;
    while (before != arrived.get()) {
      before = arrived.get();
      near.flush();
      Thread.sleep(SETTLE_MS);
    }
  }

  private int count() {
    final int frames = far.poll();
    if (frames > 0) {
      long count = 0;
      long bytes = 0;
      for (int i = 0; i < frames; i++) {
        if (far.isOurs(i)) {
          count++;
          bytes += far.bytes(i) - RawFrames.HEADER_BYTES;
        }
        far.release(i);
      }
      arrived.setRelease(arrived.getPlain() + count); // one writer
      arrivedBytes.setRelease(arrivedBytes.getPlain() + bytes);
    }
    return frames;
  }

  public RawEnd near() {
    return near;
  }

  public RawEnd far() {
    return far;
  }

  @Override
  public void close() {
    try {
      pair.near().call(() -> {
        near.close();
        return null;
      });
    } finally {
      pair.far().call(() -> {
        far.close();
        return null;
      });
    }
  }
}
