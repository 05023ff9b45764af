package org.braidwire.stack.subflow;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.net.IpOutput;

/**
 * What all subflows of one engine share. Engine thread.
 *
 * @param noDelay whether small segments leave at once (Nagle off)
 * @param ackPerCycle whether what one cycle brings is acknowledged once, at its end
 * @param windowShift scale of the windows we offer, the least that covers the receive buffer
 * @param congestionControl name of the congestion control of each new subflow
 * @param keepAlive when a peer that rests is asked whether it is there
 */
public record SubflowContext(
    PacketMemory memory,
    Timers timers,
    Counters counters,
    RandomSource random,
    IpOutput ipOutput,
    SegmentWriter writer,
    SentSegmentPool sentSegments,
    RxSlicePool slices,
    IssGenerator issGenerator,
    boolean noDelay,
    boolean ackPerCycle,
    int windowShift,
    String congestionControl,
    KeepAlive keepAlive) {
  private static final int MAX_UNSCALED_BYTES = 0xffff;

  /** The least scale (RFC 7323 2.2) with which 16 bits can offer {@code bufferBytes}; small, for each step is offered. */
  public static int windowShiftFor(final int bufferBytes) {
    int shift = 0;
    while ((long) MAX_UNSCALED_BYTES << shift < bufferBytes) {
      shift++;
    }
    return shift;
  }
}
