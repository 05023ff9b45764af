package org.braidwire.stack.subflow;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.net.IpOutput;

/**
 * What all subflows of one engine share. Engine thread.
 *
 * @param noDelay whether small segments leave at once (Nagle off)
 * @param congestionControl name of the congestion control of each new subflow
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
    String congestionControl) {}
