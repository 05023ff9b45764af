package org.braidwire.simulation.scenario;

import java.util.List;
import org.braidwire.stack.api.StackConfig;

/**
 * Everything that one seed decides before the first frame flies.
 *
 * @param healAfterNs when the faults end, counted from the start
 * @param middlebox what meddles with options
 * @param abortAtBytes when one side aborts, in octets consumed by both, or {@link #NEVER}
 * @param crashAtBytes when the server crashes, or {@link #NEVER}
 * @param stallAtBytes when the server's engine stands still for a while, or {@link #NEVER}
 * @param starveAtBytes when the server's frame pool is empty for a while, or {@link #NEVER}
 * @param start where sequence numbers begin
 */
public record ScenarioPlan(
    long seed,
    List<LinkPlan> links,
    List<OutagePlan> outages,
    long healAfterNs,
    MiddleboxPlan middlebox,
    StackConfig client,
    StackConfig server,
    AppBehaviour clientApp,
    AppBehaviour serverApp,
    long bytesEachWay,
    long abortAtBytes,
    long crashAtBytes,
    long stallAtBytes,
    long starveAtBytes,
    SequenceStart start) {
  public static final long NEVER = Long.MAX_VALUE;
}
