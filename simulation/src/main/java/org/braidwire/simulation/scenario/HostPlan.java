package org.braidwire.simulation.scenario;

import org.braidwire.stack.api.StackConfig;

/**
 * One end of a scenario.
 *
 * @param stack how its stack is configured
 * @param app what its application does
 * @param threads the threads of its engine
 */
public record HostPlan(StackConfig stack, AppBehaviour app, ThreadShape threads) {
  HostPlan withApp(final AppBehaviour wanted) {
    return new HostPlan(stack, wanted, threads);
  }

  HostPlan withThreads(final ThreadShape wanted) {
    return new HostPlan(stack, app, wanted);
  }
}
