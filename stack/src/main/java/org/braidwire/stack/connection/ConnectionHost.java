package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.Subflow;

/** What a connection asks of the engine that owns it. Engine thread. */
public interface ConnectionHost {
  /** {@link Connection#output} is called before the cycle ends; asking twice is as good as once. */
  void scheduleOutput(Connection connection);

  /** {@link ApplicationSide#onCycleEnd} is called when the cycle ends; between two cycles, when the next one does. */
  void awaitCycleEnd(Connection connection);

  /** {@link ApplicationSide#onRoom} is wanted when memory is free again. */
  void awaitMemory(Connection connection);

  /** Segments of this four-tuple are for {@code subflow} from now on. */
  void register(Subflow subflow);

  void unregister(Subflow subflow);

  /**
   * {@code subflow}, in TIME-WAIT, is about to leave a connection that is over: what still comes for its four-tuple is
   * answered without it.
   */
  void enterTimeWait(Subflow subflow, long nowNs);

  /** Clock time of the present cycle. */
  long nowNs();

  /** The connection and its last subflow are gone. */
  void onReleased(Connection connection);
}
