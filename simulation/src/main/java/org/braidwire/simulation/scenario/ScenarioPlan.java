package org.braidwire.simulation.scenario;

import java.util.List;

/**
 * Everything that one seed decides before the first frame flies.
 *
 * @param healAfterNs when the faults of links end, counted from the start
 * @param middlebox what meddles with options
 * @param bytesEachWay what each side sends
 * @param start where sequence numbers begin
 */
public record ScenarioPlan(
    long seed,
    List<LinkPlan> links,
    List<OutagePlan> outages,
    long healAfterNs,
    MiddleboxPlan middlebox,
    HostPlan client,
    HostPlan server,
    long bytesEachWay,
    MishapPlan mishaps,
    SequenceStart start) {
  /** Whether nothing meddles, nobody crashes or aborts, and no sequence space wraps. */
  boolean isCalm() {
    return middlebox == MiddleboxPlan.NONE
        && mishaps.crashAtBytes() == MishapPlan.NEVER
        && mishaps.abortAtBytes() == MishapPlan.NEVER
        && start == SequenceStart.ANYWHERE;
  }

  /** The same with another shape of threads at each end. */
  ScenarioPlan withThreads(final ThreadShape atClient, final ThreadShape atServer) {
    return with(client.withThreads(atClient), server.withThreads(atServer), mishaps);
  }

  /** The same with a server that ends its direction first and is gone for good when the client follows. */
  ScenarioPlan withServerGone() {
    return with(
        client.withApp(client.app().closingLast(true)),
        server.withApp(server.app().closingLast(false)),
        mishaps.withServerGone());
  }

  private ScenarioPlan with(final HostPlan atClient, final HostPlan atServer, final MishapPlan befalling) {
    return new ScenarioPlan(
        seed, links, outages, healAfterNs, middlebox, atClient, atServer, bytesEachWay, befalling, start);
  }
}
