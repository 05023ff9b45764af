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
 * @param serverGone whether the server is gone for good when the client, which has heard its end, closes too
 * @param stallAtBytes when the server's engine stands still for a while, or {@link #NEVER}
 * @param starveAtBytes when the server's frame pool is empty for a while, or {@link #NEVER}
 * @param start where sequence numbers begin
 * @param clientShape the threads of the client's engine
 * @param serverShape the threads of the server's
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
    boolean serverGone,
    long stallAtBytes,
    long starveAtBytes,
    SequenceStart start,
    ThreadShape clientShape,
    ThreadShape serverShape) {
  public static final long NEVER = Long.MAX_VALUE;

  /** Whether nothing meddles, nobody crashes or aborts, and no sequence space wraps. */
  boolean isCalm() {
    return middlebox == MiddleboxPlan.NONE
        && crashAtBytes == NEVER
        && abortAtBytes == NEVER
        && start == SequenceStart.ANYWHERE;
  }

  /** The same with another shape of threads at each end. */
  public ScenarioPlan withShapes(final ThreadShape atClient, final ThreadShape atServer) {
    return new ScenarioPlan(
        seed,
        links,
        outages,
        healAfterNs,
        middlebox,
        client,
        server,
        clientApp,
        serverApp,
        bytesEachWay,
        abortAtBytes,
        crashAtBytes,
        serverGone,
        stallAtBytes,
        starveAtBytes,
        start,
        atClient,
        atServer);
  }

  /** The same with a server that ends its direction first and is gone for good when the client follows. */
  ScenarioPlan withServerGone() {
    return new ScenarioPlan(
        seed,
        links,
        outages,
        healAfterNs,
        middlebox,
        client,
        server,
        clientApp.closingLast(true),
        serverApp.closingLast(false),
        bytesEachWay,
        abortAtBytes,
        crashAtBytes,
        true,
        stallAtBytes,
        starveAtBytes,
        start,
        clientShape,
        serverShape);
  }
}
